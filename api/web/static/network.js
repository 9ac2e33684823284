// How networks look, for the small ones of the pages and for the explorer.
"use strict";

window.quotegraphNetwork = (() => {
  const LAYOUT = {
    name: "fcose", quality: "default", animate: false, randomize: true, nodeSeparation: 90, idealEdgeLength: 120,
    nodeRepulsion: 14000, packComponents: true, padding: 24, nodeDimensionsIncludeLabels: true,
  };
  const LABEL = { font: 13, width: 120, margin: 4, padding: 2, gap: 3 }; // pixels on the screen
  const LEAST = 0.55; // zoom below which nodes are specks: rather a part of the graph than all of it
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
        label: "data(name)", width: "data(size)", height: "data(size)", color: ink, "font-size": LABEL.font, "text-wrap": "wrap",
        "text-max-width": LABEL.width, "text-valign": "bottom", "text-margin-y": LABEL.margin, "text-background-color": card,
        "text-background-opacity": 0.85, "text-background-padding": LABEL.padding, "border-width": 1.5, "border-color": card, "z-index": "data(statements)" } },
      ...kinds,
      { selector: "node[?open]", style: { "border-width": 3, "border-color": ink } },
      { selector: "edge", style: { width: "data(width)", "line-color": faint, "curve-style": "haystack", "haystack-radius": 0, opacity: 0.55 } },
      ...sides,
      { selector: 'edge[kind = "AFFILIATED_WITH"]', style: { "line-color": colour("--kind-firm"), "line-style": "dashed" } },
      { selector: 'edge[kind = "BROADER"]', style: { "line-style": "dotted" } },
      { selector: 'edge[kind = "AGREES_WITH"]', style: { "line-color": colour("--supportive-bar"), "line-style": "dotted" } },
      { selector: 'edge[kind = "DISAGREES_WITH"]', style: { "line-color": colour("--sceptical-bar"), "line-style": "dotted" } },
      { selector: ".unlabelled", style: { label: "" } },
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

  // Labels of their plain size, all of them: for layouts, which make room for them, and for pictures.
  function plain(graph) {
    graph.batch(() => graph.nodes().removeStyle().removeClass("unlabelled"));
  }

  const importance = (node) => (node.selected() ? 4e9 : 0) + (node.hasClass("near") || node.hasClass("found") ? 2e9 : 0) + (node.data("open") ? 1e9 : 0) + node.data("statements");

  const apart = (one, other, gap) => one.x2 + gap < other.x1 || other.x2 + gap < one.x1 || one.y2 + gap < other.y1 || other.y2 + gap < one.y1;

  // Labels keep their size on the screen, whatever the zoom. Where they would lie over each other, those stay whose nodes
  // are chosen, opened, or have most statements.
  function label(graph) {
    const zoom = graph.zoom(), nodes = graph.nodes();
    graph.batch(() => nodes.removeClass("unlabelled").style({
      "font-size": LABEL.font / zoom, "text-max-width": LABEL.width / zoom, "text-margin-y": LABEL.margin / zoom, "text-background-padding": LABEL.padding / zoom,
    }));
    const taken = [], without = [];
    for (const node of nodes.toArray().sort((one, other) => importance(other) - importance(one))) {
      const box = node.boundingBox({ includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false });
      if (taken.every((other) => apart(box, other, LABEL.gap / zoom))) taken.push(box);
      else without.push(node);
    }
    graph.batch(() => graph.collection(without).addClass("unlabelled"));
  }

  // Everything in sight, but never as specks: then what was opened, or has most statements, is in the middle.
  function fit(graph, least = LEAST) {
    graph.fit(undefined, 28);
    if (graph.zoom() < least) {
      const open = graph.nodes("[?open]");
      graph.zoom(least);
      middle(graph, open.nonempty() ? open : graph.nodes().sort((one, other) => importance(other) - importance(one)).slice(0, 6));
    }
    label(graph);
  }

  // Nodes in the middle, as far as that leaves no side of the drawing empty.
  function middle(graph, nodes) {
    graph.center(nodes);
    const box = graph.elements().boundingBox(), zoom = graph.zoom(), pan = graph.pan(), edge = 28;
    const within = (at, first, last, length) => last - first < length - 2 * edge ? (length - first - last) / 2 : Math.max(Math.min(at, edge - first), length - edge - last);
    graph.pan({ x: within(pan.x, box.x1 * zoom, box.x2 * zoom, graph.width()), y: within(pan.y, box.y1 * zoom, box.y2 * zoom, graph.height()) });
  }

  function arrange(graph, options = {}, least = LEAST) {
    plain(graph);
    graph.layout({ ...LAYOUT, ...options }).run();
    fit(graph, least);
  }

  function make(container, elements, options = {}) {
    const drawn = cytoscape({ container, elements, style: look(), layout: { name: "null" }, minZoom: 0.1, maxZoom: 3, ...options.cytoscape });
    arrange(drawn, options.layout, options.least);
    let asked = 0;
    const again = () => { asked ||= requestAnimationFrame(() => { asked = 0; label(drawn); }); };
    drawn.on("zoom select unselect dragfree", again);
    drawn.on("mouseover mouseout", "node", (event) => { event.target.toggleClass("near", event.type === "mouseover"); again(); });
    drawn.on("resize", () => { fit(drawn, options.least); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.style(look()));
    return drawn;
  }

  function small(container) {
    const view = JSON.parse(container.nextElementSibling.textContent);
    if (!view.nodes.length) return;
    container.hidden = false;
    const drawn = make(container, elementsOf(view, container.dataset.language), { cytoscape: { userZoomingEnabled: false, autoungrabify: true }, least: 0 });
    drawn.on("tap", "node", (event) => {
      const page = pageOf(event.target.data());
      if (page && event.target.id() !== container.dataset.focus) location.assign(page);
    });
    container.drawn = drawn;
  }

  return { arrange, fit, middle, label, plain, look, make, small, elementsOf, nodeOf, edgeOf, nameOf, pageOf, colour };
})();

for (const container of document.querySelectorAll("[data-network]")) window.quotegraphNetwork.small(container);
