// How networks look, for the small ones of the pages and for the explorer.
"use strict";

window.quotegraphNetwork = (() => {
  const LAYOUT = {
    name: "fcose", quality: "default", animate: false, randomize: true, nodeSeparation: 90, idealEdgeLength: 120,
    nodeRepulsion: 14000, packComponents: true, padding: 24, nodeDimensionsIncludeLabels: true,
  };
  const SHAPES = { person: "ellipse", firm: "round-rectangle", group: "hexagon", topic: "diamond" };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function look() {
    const ink = colour("--ink"), card = colour("--card"), faint = colour("--faint");
    const kinds = Object.entries(SHAPES).map(([kind, shape]) => ({
      selector: `node[kind = "${kind}"]`, style: { shape, "background-color": colour(`--kind-${kind}`) },
    }));
    const sides = ["supportive", "sceptical", "mixed", "neutral"].map((side) => ({
      selector: `edge[polarity = "${side}"]`, style: { "line-color": colour(`--${side}-bar`) },
    }));
    return [
      { selector: "node", style: {
        label: "data(name)", width: "data(size)", height: "data(size)", color: ink, "font-size": 12, "text-wrap": "wrap",
        "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 4, "text-background-color": card,
        "text-background-opacity": 0.8, "text-background-padding": 2, "min-zoomed-font-size": 7,
        "border-width": 1.5, "border-color": card } },
      ...kinds,
      { selector: "node[?open]", style: { "border-width": 3, "border-color": ink } },
      { selector: "edge", style: { width: "data(width)", "line-color": faint, "curve-style": "haystack", "haystack-radius": 0, opacity: 0.75 } },
      ...sides,
      { selector: 'edge[kind = "AFFILIATED_WITH"]', style: { "line-color": colour("--kind-firm"), "line-style": "dashed" } },
      { selector: 'edge[kind = "BROADER"]', style: { "line-style": "dotted" } },
      { selector: 'edge[kind = "AGREES_WITH"]', style: { "line-color": colour("--supportive-bar"), "line-style": "dotted" } },
      { selector: 'edge[kind = "DISAGREES_WITH"]', style: { "line-color": colour("--sceptical-bar"), "line-style": "dotted" } },
      { selector: ".faded", style: { opacity: 0.15 } },
      { selector: ".found", style: { "border-width": 4, "border-color": colour("--link") } },
      { selector: ":selected", style: { "border-width": 4, "border-color": colour("--link"), "line-color": colour("--link") } },
    ];
  }

  const nameOf = (node, language) => node.labels?.[language] ?? node.label;

  const nodeOf = (node, language) => ({
    group: "nodes",
    data: { ...node, name: nameOf(node, language), size: 16 + 5 * Math.sqrt(Math.min(node.statements, 60)) },
  });

  const edgeOf = (edge) => ({
    group: "edges",
    data: { ...edge, id: [edge.source, edge.kind, edge.role ?? "", edge.target].join("|"), width: 1.5 + Math.min(Math.sqrt(edge.weight ?? 1), 5) * 0.8 },
  });

  const elementsOf = (view, language) => [...view.nodes.map((node) => nodeOf(node, language)), ...view.edges.map(edgeOf)];

  // The page of a node, if it has one.
  function pageOf(node) {
    const id = encodeURIComponent(node.id).replaceAll("%3A", ":");
    if (node.kind === "person" && node.id.startsWith("person:")) return `/people/${id}`;
    if (node.kind === "firm") return `/firms/${id}`;
    if (node.kind === "topic") return `/topics/${encodeURIComponent(node.id.slice("topic:".length))}`;
    return null;
  }

  function make(container, elements, options = {}) {
    const drawn = cytoscape({ container, elements, style: look(), layout: { ...LAYOUT, ...options.layout }, minZoom: 0.1, maxZoom: 3, ...options.cytoscape });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.style(look()));
    return drawn;
  }

  function small(container) {
    const view = JSON.parse(container.nextElementSibling.textContent);
    if (!view.nodes.length) return;
    container.hidden = false;
    const drawn = make(container, elementsOf(view, container.dataset.language), { cytoscape: { userZoomingEnabled: false, autoungrabify: true } });
    drawn.on("tap", "node", (event) => {
      const page = pageOf(event.target.data());
      if (page && event.target.id() !== container.dataset.focus) location.assign(page);
    });
    container.drawn = drawn;
  }

  return { LAYOUT, look, make, small, elementsOf, nodeOf, edgeOf, nameOf, pageOf, colour };
})();

for (const container of document.querySelectorAll("[data-network]")) window.quotegraphNetwork.small(container);
