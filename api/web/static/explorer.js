// The graph to explore. The server says what there is to see; this draws it, and asks for the next view of it.
"use strict";

(() => {
  const net = window.quotegraphNetwork;
  const explorer = document.getElementById("explorer");
  if (!explorer || !window.cytoscape) return;
  const words = JSON.parse(document.getElementById("explorer-words").textContent);
  const form = document.getElementById("explorer-form");
  const details = document.getElementById("details");
  const drawing = document.getElementById("drawing");
  const language = explorer.dataset.language;
  const back = explorer.querySelector('[data-do="back"]');
  let view = JSON.parse(document.getElementById("view").textContent);
  let steps = 0;
  const choice = details.firstElementChild.textContent;
  explorer.hidden = false;
  const graph = net.make(drawing, net.elementsOf(view, language), { cytoscape: { boxSelectionEnabled: false } });
  window.quotegraphExplorer = graph;

  // --- the address -------------------------------------------------------------------------------------------------
  const query = () => new URLSearchParams(location.search);

  async function show(parameters, { push = true, focus = null } = {}) {
    const address = `/graph${parameters.size ? `?${parameters}` : ""}`;
    explorer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok) {
        tell(found.querySelector(".problem .faults li")?.textContent || words.failed);
        return;
      }
      if (push) {
        history.pushState({ step: ++steps }, "", address);
        back.disabled = false;
      }
      for (const part of ["twin", "view"]) document.getElementById(part).replaceWith(document.adoptNode(found.getElementById(part)));
      for (const input of form.querySelectorAll("input[type=hidden]")) input.remove();
      for (const name of ["node", "hide"]) for (const value of parameters.getAll(name)) form.append(hiddenInput(name, value));
      if (!parameters.has("node") || parameters.has("overview")) form.append(hiddenInput("overview", "true"));
      const next = JSON.parse(document.getElementById("view").textContent);
      redraw(next, typeof focus === "function" ? focus(next) : focus);
      tell(document.getElementById("told-view").textContent);
    } catch {
      tell(words.failed);
    } finally {
      explorer.removeAttribute("aria-busy");
    }
  }

  function hiddenInput(name, value) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    return input;
  }

  function redraw(next, focus) {
    view = next;
    const wanted = net.elementsOf(view, language);
    const ids = new Set(wanted.map((element) => element.data.id));
    graph.elements().filter((element) => !ids.has(element.id())).remove();
    const kept = graph.nodes().length;
    const around = focus && graph.getElementById(focus).nonempty() ? { ...graph.getElementById(focus).position() } : { x: 0, y: 0 };
    const added = [];
    for (const element of wanted) {
      const known = graph.getElementById(element.data.id);
      if (known.nonempty()) known.data(element.data);
      else added.push(element.group === "nodes" ? { ...element, position: { x: around.x + Math.random() * 80 - 40, y: around.y + Math.random() * 80 - 40 } } : element);
    }
    graph.add(added);
    if (added.some((element) => element.group === "nodes")) net.arrange(graph, { randomize: kept < 3 });
    else net.fit(graph);
    if (focus && graph.getElementById(focus).nonempty()) choose(graph.getElementById(focus), { inSight: true });
    else details.replaceChildren(hint(choice));
  }

  const open = (id) => {
    const parameters = query();
    if (parameters.getAll("node").includes(id)) return tell(explorer.dataset.nothing);
    if (!parameters.has("node")) parameters.set("overview", "true"); // what is seen stays
    parameters.append("node", id);
    return show(parameters, { focus: id });
  };

  // The node that came by a name: the one that was not open before, else one of that name.
  function newcomer(name) {
    const before = new Set(view.nodes.filter((node) => node.open).map((node) => node.id));
    return (next) => {
      const open = next.nodes.filter((node) => node.open);
      return (open.find((node) => !before.has(node.id)) ?? open.find((node) => net.nameOf(node, language) === name))?.id;
    };
  }

  const hide = (id) => {
    const parameters = query();
    const nodes = parameters.getAll("node").filter((node) => node !== id);
    parameters.delete("node");
    for (const node of nodes) parameters.append("node", node);
    parameters.append("hide", id);
    return show(parameters);
  };

  // --- what is behind a node or an edge ----------------------------------------------------------------------------
  const make = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const hint = (text) => make("p", text, { class: "hint" });
  const tell = (text) => { document.getElementById("told").textContent = text; setTimeout(() => { document.getElementById("told").textContent = ""; }, 5000); };

  function link(node) {
    const page = net.pageOf(node);
    return page ? make("a", net.nameOf(node, language), { href: page }) : make("span", net.nameOf(node, language));
  }

  function wordsOf(speaker, topic) {
    const page = net.pageOf(speaker);
    const of = encodeURIComponent(topic.replace(/^topic:/, ""));
    return page ? `${page}?topic=${of}#statements` : `/topics/${of}#statements`;
  }

  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const side = (name) => make("span", words.sides[name], { class: `side ${name}` });

  function chosenNode(element) {
    const node = element.data();
    const facts = make("p", `${words.kinds[node.kind]} · ${words.statements}: ${node.statements}`, { class: "hint" });
    const buttons = make("p", "", { class: "place" });
    const page = net.pageOf(node);
    if (page) buttons.append(make("a", words.page, { href: page }));
    if (!node.open) buttons.append(button(node.more ? `${words.open} (+${node.more})` : words.open, () => open(node.id)));
    buttons.append(button(words.hide, () => hide(node.id)), make("a", words.alone, { href: `/graph?node=${encodeURIComponent(node.id)}` }));
    const list = make("ul");
    for (const edge of element.connectedEdges().toArray()) {
      const other = edge.connectedNodes().filter((end) => end.id() !== node.id);
      if (other.empty()) continue;
      const item = make("li", `${words.edges[edge.data("kind")]}: `);
      item.append(link(other[0].data()));
      if (edge.data("role")) item.append(`, ${edge.data("role")}`);
      if (edge.data("polarity")) item.append(" ", side(edge.data("polarity")));
      list.append(item);
    }
    details.replaceChildren(make("h2", net.nameOf(node, language)), facts, buttons, make("h3", words.neighbours), list);
  }

  function chosenEdge(element) {
    const edge = element.data(), source = element.source().data(), target = element.target().data();
    const title = make("h2", words.edges[edge.kind]);
    const ends = make("p");
    ends.append(link(source), " – ", link(target));
    const parts = [title, ends];
    if (edge.role) parts.push(make("p", edge.role));
    if (edge.polarity) {
      const line = make("p");
      line.append(side(edge.polarity), ` ${words.score} ${edge.score?.toFixed(2) ?? ""} · ${words.statements}: ${edge.weight}`);
      parts.push(line);
    }
    const seen = [...new Set([edge.first_seen, edge.last_seen].filter(Boolean))];
    if (seen.length) {
      const line = make("p", "", { class: "hint" });
      for (const [place, iso] of seen.entries()) line.append(place ? " – " : "", make("time", day.format(new Date(iso)), { datetime: iso }));
      parts.push(line);
    }
    if (edge.kind === "HOLDS") parts.push(make("a", words.evidence, { href: wordsOf(source, target.id), class: "button quiet" }));
    if (edge.topics) {
      const list = make("ul");
      for (const topic of edge.topics) {
        const item = make("li", `${topic}: `);
        item.append(make("a", net.nameOf(source, language), { href: wordsOf(source, topic) }), ", ", make("a", net.nameOf(target, language), { href: wordsOf(target, topic) }));
        list.append(item);
      }
      parts.push(make("h3", words.topics), list);
    }
    details.replaceChildren(...parts);
  }

  function button(text, act) {
    const made = make("button", text, { type: "button", class: "quiet" });
    made.addEventListener("click", act);
    return made;
  }

  function choose(element, { inSight = false } = {}) {
    graph.elements().unselect();
    element.select();
    if (inSight) net.middle(graph, element.closedNeighborhood());
    net.label(graph);
    (element.isNode() ? chosenNode : chosenEdge)(element);
  }

  graph.on("tap", "node, edge", (event) => choose(event.target));
  graph.on("dbltap", "node", (event) => open(event.target.id()));

  // --- tools -------------------------------------------------------------------------------------------------------
  const zoom = (by) => graph.zoom({ level: graph.zoom() * by, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
  const tools = {
    fit: () => net.fit(graph), in: () => zoom(1.3), out: () => zoom(1 / 1.3),
    layout: () => net.arrange(graph), back: () => history.back(),
  };
  for (const one of explorer.querySelectorAll("[data-do]")) one.addEventListener("click", () => tools[one.dataset.do]());

  document.getElementById("within").addEventListener("input", (event) => {
    const text = event.target.value.trim().toLocaleLowerCase();
    graph.elements().removeClass("faded found");
    if (!text) return net.label(graph);
    const found = graph.nodes().filter((node) => node.data("name").toLocaleLowerCase().includes(text));
    graph.nodes().difference(found).difference(found.neighborhood()).addClass("faded");
    graph.edges().difference(found.connectedEdges()).addClass("faded");
    found.addClass("found");
    net.label(graph);
    tell(explorer.dataset.found.replace("{count}", found.length));
  });

  // --- keys --------------------------------------------------------------------------------------------------------
  const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function nearest([x, y]) {
    const at = graph.nodes(":selected")[0];
    if (!at) return graph.nodes()[0];
    const from = at.position();
    let best = null, least = Infinity;
    for (const node of graph.nodes().toArray()) {
      const dx = node.position("x") - from.x, dy = node.position("y") - from.y;
      const along = dx * x + dy * y, aside = Math.abs(dx * y - dy * x);
      if (along > 1 && along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
    }
    return best;
  }

  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = graph.nodes(":selected")[0];
    if (event.key in DIRECTIONS) {
      const next = nearest(DIRECTIONS[event.key]);
      if (next) {
        choose(next);
        graph.animate({ center: { eles: next }, duration: 0 });
      }
    } else if (event.key === "Enter" && at) open(at.id());
    else if (event.key === "Delete" && at) hide(at.id());
    else if (event.key === "+") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") tools.fit();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-open], [data-hide]");
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (asked.dataset.open) open(asked.dataset.open);
    else hide(asked.dataset.hide);
  });

  // Only what differs from the usual is in the address.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const parameters = new URLSearchParams();
    for (const field of form.elements) {
      const chosen = field.type !== "checkbox" || field.checked;
      if (field.name && chosen && field.value.trim()) parameters.append(field.name, field.value.trim());
    }
    for (const name of ["kind", "stance"]) {
      const all = form.querySelectorAll(`[name=${name}]`).length;
      if (parameters.getAll(name).length === all) parameters.delete(name);
    }
    const usual = [...form.querySelectorAll("[name=edge]")].every((box) => box.checked === box.defaultChecked);
    if (usual && !query().has("edge")) parameters.delete("edge");
    if (parameters.get("limit") === form.elements.limit.defaultValue && !query().has("limit")) parameters.delete("limit");
    if (!parameters.has("node")) parameters.delete("overview");
    const typed = form.elements.find.value.trim();
    form.elements.find.value = "";
    show(parameters, { focus: typed ? newcomer(typed) : null });
  });

  addEventListener("popstate", () => show(query(), { push: false }));

  // --- export ------------------------------------------------------------------------------------------------------
  const escaped = (text) => String(text).replace(/[<>&"']/g, (sign) => `&#${sign.codePointAt(0)};`);

  function graphml() {
    const keys = { kind: "string", label: "string", statements: "int", role: "string", polarity: "string", score: "double", weight: "double", first_seen: "string", last_seen: "string" };
    const data = (held) => Object.keys(keys).filter((key) => held[key] !== undefined).map((key) => `<data key="${key}">${escaped(held[key])}</data>`).join("");
    const head = Object.entries(keys).map(([key, type]) => `<key id="${key}" for="all" attr.name="${key}" attr.type="${type}"/>`).join("\n");
    const nodes = view.nodes.map((node) => `<node id="${escaped(node.id)}">${data({ ...node, label: net.nameOf(node, language) })}</node>`).join("\n");
    const edges = view.edges.map((edge) => `<edge source="${escaped(edge.source)}" target="${escaped(edge.target)}">${data(edge)}</edge>`).join("\n");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n${head}\n<graph edgedefault="directed">\n${nodes}\n${edges}\n</graph>\n</graphml>\n`;
  }

  function svg() {
    const box = graph.elements().boundingBox();
    const edges = graph.edges().map((edge) => {
      const from = edge.source().position(), to = edge.target().position();
      return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${edge.style("line-color")}" stroke-width="${edge.numericStyle("width")}"${edge.style("line-style") === "solid" ? "" : ' stroke-dasharray="5 4"'} stroke-opacity="0.75"/>`;
    });
    const nodes = graph.nodes().map((node) => {
      const { x, y } = node.position(), half = node.width() / 2, fill = node.style("background-color");
      const path = { person: `<circle cx="${x}" cy="${y}" r="${half}" fill="${fill}"/>`, firm: `<rect x="${x - half}" y="${y - half}" width="${2 * half}" height="${2 * half}" rx="4" fill="${fill}"/>`, topic: `<path d="M${x} ${y - half}L${x + half} ${y}L${x} ${y + half}L${x - half} ${y}z" fill="${fill}"/>` }[node.data("kind")]
        ?? `<circle cx="${x}" cy="${y}" r="${half}" fill="${fill}"/>`;
      return `<g><title>${escaped(node.data("name"))}</title>${path}<text x="${x}" y="${y + half + 14}" text-anchor="middle">${escaped(node.data("name"))}</text></g>`;
    });
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.x1 - 20} ${box.y1 - 20} ${box.w + 40} ${box.h + 40}" font-family="sans-serif" font-size="12"><rect x="${box.x1 - 20}" y="${box.y1 - 20}" width="100%" height="100%" fill="#fff"/>${edges.join("")}${nodes.join("")}</svg>\n`;
  }

  const EXPORTS = {
    graphml: () => new Blob([graphml()], { type: "application/graphml+xml" }),
    json: () => new Blob([JSON.stringify(view, null, 1)], { type: "application/json" }),
    svg: () => new Blob([svg()], { type: "image/svg+xml" }),
    png: () => {
      net.plain(graph);
      const picture = graph.png({ output: "blob", full: true, scale: 2, bg: net.colour("--card") });
      net.label(graph);
      return picture;
    },
  };

  for (const one of explorer.querySelectorAll("[data-export]")) {
    one.addEventListener("click", () => {
      const address = URL.createObjectURL(EXPORTS[one.dataset.export]());
      const anchor = make("a", "", { href: address, download: `quotegraph.${one.dataset.export}` });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });
  }
})();
