/* The map's page: what is shown follows the address, and every control writes the address. */
(() => {
  "use strict";
  const { model, graph, sentences, search, NOWHERE } = window.docgenModel;
  const { draw, element } = window.docgenDraw;
  const host = document.getElementById("docgen-map");
  const licences = new URL("third-party-notices.txt", document.currentScript.src).href;
  const world = model(window.docgenMap);
  const CLOSEST = 1.25, READABLE = 0.62, FARTHEST = 0.05;
  const pages = pageAddresses();
  const parts = build();
  const things = new WeakMap(); // an element of the picture -> its node or line
  let viz = null, view = null, shown = null, size = { width: 1, height: 1 };
  let eye = { x: 0, y: 0, scale: 1 }, onPaper = false;
  let room = { width: 1, height: 1 }, family = "sans-serif", scrolled = false; // asking the page in the midst of a change lays it out twice

  /* How this site writes the address of a page: learnt from a link that the generator wrote. */
  function pageAddresses() {
    const known = document.querySelector('article a[href*="SCHEMA-STATUS"]');
    const [before, after] = (known?.getAttribute("href") ?? "SCHEMA-STATUS.html").split("SCHEMA-STATUS");
    return (path) => before + path.split("/").map(encodeURIComponent).join("/") + after;
  }

  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function choice(label, options, changed) {
    const select = make("select", { onchange: () => changed(select.value) });
    for (const [value, text] of options) select.append(make("option", { value }, text));
    return [make("label", {}, `${label} `, select), select];
  }

  function tick(label, changed) {
    const box = make("input", { type: "checkbox", onchange: () => changed(box.checked) });
    return [make("label", {}, box, ` ${label}`), box];
  }

  function build() {
    const change = (part) => go({ ...view, ...part });
    const input = make("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "docgen-map-found", "aria-autocomplete": "list",
      "aria-label": "Find a table or a column", placeholder: "Find a table or a column", autocomplete: "off", spellcheck: "false",
    });
    const found = make("ul", { id: "docgen-map-found", role: "listbox", "aria-label": "Found", hidden: "" });
    const [stepsLabel, steps] = choice("Steps", [["1", "1"], ["2", "2"], ["3", "3"]], (value) => change({ steps: Number(value) }));
    const [columnsLabel, columns] = choice("Columns", [["keys", "keys"], ["all", "all"], ["none", "none"]], (value) => change({ columns: value }));
    const [impliedLabel, implied] = tick("implied", (value) => change({ implied: value }));
    const [readsLabel, reads] = tick("views", (value) => change({ reads: value }));
    impliedLabel.title = "Relations that no foreign key declares, but a column's name and type suggest";
    readsLabel.title = "What views read";
    const button = (text, label, act) => make("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);
    const buttons = make("span", { class: "buttons" },
      button("+", "Zoom in", () => zoom(1.25)), button("−", "Zoom out", () => zoom(0.8)),
      button("Fit", "Fit the whole picture", () => fit(true)), button("SVG", "Save the picture as SVG", save));
    const crumbs = make("p", { class: "crumbs" });
    const svg = element("svg", { class: "canvas", role: "group" });
    const line = make("p", { class: "told" });
    const note = make("p", { class: "note", "aria-live": "polite" });
    const list = make("div", { class: "list", role: "region", "aria-label": "The same as a list", tabindex: "0" });
    host.replaceChildren(
      make("div", { class: "bar" }, make("span", { class: "find" }, input, found), stepsLabel, columnsLabel, impliedLabel, readsLabel, buttons),
      crumbs, make("div", { class: "body" }, make("div", { class: "picture" }, svg, line), list), note,
      make("p", { class: "licences" }, "Placed by Graphviz. ", make("a", { href: licences }, "Licences")));
    return { input, found, stepsLabel, steps, columnsLabel, columns, implied, reads, crumbs, svg, line, note, list };
  }

  /* ---- addresses ---- */

  function home() {
    if (world.groups.components.length) return { by: "components" };
    return world.groups.schemas.length === 1 ? { group: world.groups.schemas[0] } : { by: "schemas" };
  }

  function read() {
    const words = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : location.search);
    const options = {
      steps: Math.min(3, Math.max(1, Number(words.get("steps")) || 1)),
      columns: ["all", "none"].includes(words.get("columns")) ? words.get("columns") : "keys",
      implied: words.get("implied") !== "no",
      reads: words.get("views") === "yes",
    };
    const table = world.byId.get(words.get("table") ?? "");
    if (table) return { ...options, reads: options.reads || (table.kind.includes("view") && words.get("views") !== "no"), table };
    for (const [word, by] of [["schema", "schemas"], ["component", "components"]]) {
      const group = world.groups[by].find((one) => one.id === words.get(word));
      if (group) return { ...options, group };
    }
    const by = words.get("overview");
    const wanted = by && world.groups[by]?.length ? { by } : home();
    const missing = words.get("table") ?? words.get("schema") ?? words.get("component");
    return { ...options, ...wanted, missing };
  }

  function addressOf(wanted) {
    const words = new URLSearchParams();
    if (wanted.table) words.set("table", wanted.table.id);
    else if (wanted.group) words.set(wanted.group.by === "schemas" ? "schema" : "component", wanted.group.id);
    else words.set("overview", wanted.by);
    if (wanted.table && wanted.steps > 1) words.set("steps", wanted.steps);
    if (wanted.columns && wanted.columns !== "keys") words.set("columns", wanted.columns);
    if (wanted.implied === false) words.set("implied", "no");
    const isView = wanted.table?.kind.includes("view");
    if (wanted.reads && !isView) words.set("views", "yes");
    if (!wanted.reads && isView) words.set("views", "no");
    return `#${words}`;
  }

  const kept = () => ({ columns: view.columns, implied: view.implied, reads: view.reads, steps: view.steps });
  const toTable = (table) => ({ ...kept(), table, reads: view.reads || table.kind.includes("view") });
  const toGroup = (group) => ({ ...kept(), group });
  const toOverview = (by) => ({ ...kept(), by });
  const go = (wanted) => { location.hash = addressOf(wanted); };

  /* ---- the picture ---- */

  const pageOf = (node) => (node.table ? pages(`tables/${node.table.id}`) : node.group.page ? pages(node.group.page) : "");

  function spoken(node) {
    if (node.group) return `${node.title}, ${node.lines.join(", ")}`;
    return `${node.title}, ${node.table.kind}${node.centre ? ", in the centre; opens its page" : ""}`;
  }

  function show() {
    const start = performance.now();
    const keyboard = parts.svg.contains(document.activeElement);
    view = read();
    shown = graph(world, view);
    const picture = draw(viz, shown, family, pageOf, spoken);
    size = picture.size;
    for (const one of [...shown.nodes, ...shown.lines]) if (one.element) things.set(one.element, one);
    parts.svg.replaceChildren(picture.stage);
    parts.svg.setAttribute("aria-label", `${shown.title}: ${counted()}`);
    light(null);
    fit(false);
    tell();
    if (keyboard) (shown.nodes.find((node) => node.centre) ?? shown.nodes[0])?.element.focus();
    host.dataset.view = addressOf(view);
    performance.measure("docgen-map", { start, end: performance.now() });
  }

  const several = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const counted = () => {
    const things = view.table || view.group ? "table" : view.by === "schemas" ? "schema" : "component";
    const relations = shown.lines.reduce((sum, line) => sum + line.edges.length, 0);
    return `${several(shown.nodes.length, things)}, ${several(relations, "relation")}`;
  };

  function place() {
    if (shown && !onPaper) parts.svg.firstChild.setAttribute("transform", `translate(${eye.x} ${eye.y}) scale(${eye.scale})`);
  }

  /* The whole picture; or, where it could not be read then, the part around its centre in a size that can. */
  function fit(whole) {
    const { width: w, height: h } = room;
    const scale = Math.min(CLOSEST, (w - 24) / size.width, (h - 24) / size.height);
    const readable = Math.max(scale, whole ? 0 : READABLE);
    const centre = shown.nodes.find((node) => node.centre) ?? (view.group && busiest());
    const [cx, cy] = centre && readable > scale ? [centre.x + centre.width / 2, centre.y + centre.height / 2] : [size.width / 2, size.height / 2];
    const free = readable > scale && !centre;
    eye = {
      scale: readable,
      x: free && size.width * readable > w ? 12 : w / 2 - cx * readable,
      y: free && size.height * readable > h ? 12 : h / 2 - cy * readable,
    };
    place();
  }

  function busiest() {
    const lines = new Map();
    for (const line of shown.lines) for (const node of [line.from, line.to]) lines.set(node, (lines.get(node) ?? 0) + 1);
    return [...lines].sort((one, other) => other[1] - one[1])[0]?.[0];
  }

  function zoom(factor, x = room.width / 2, y = room.height / 2) {
    const scale = Math.min(4, Math.max(FARTHEST, eye.scale * factor));
    const real = scale / eye.scale;
    eye = { scale, x: x - (x - eye.x) * real, y: y - (y - eye.y) * real };
    place();
  }

  function light(thing) {
    for (const lit of parts.svg.querySelectorAll(".lit")) lit.classList.remove("lit");
    parts.svg.classList.toggle("hovering", !!thing);
    parts.line.textContent = "";
    if (!thing) return;
    const lines = thing.edges ? [thing] : shown.lines.filter((line) => line.from === thing || line.to === thing);
    const nodes = new Set(thing.edges ? [] : [thing]);
    for (const line of lines) {
      line.element?.classList.add("lit");
      nodes.add(line.from).add(line.to);
    }
    for (const node of nodes) node.element.classList.add("lit");
    parts.line.textContent = thing.edges
      ? sentences(thing).join("; ")
      : thing.centre ? `${thing.title}: click again to open its page` : `${thing.title}: ${several(lines.length, "relation")} here`;
  }

  /* ---- beside the picture ---- */

  function crumb(text, wanted) {
    return wanted ? make("a", { href: addressOf(wanted) }, text) : make("strong", {}, text);
  }

  function tell() {
    parts.steps.value = String(view.steps);
    parts.columns.value = view.columns;
    parts.implied.checked = view.implied;
    parts.reads.checked = view.reads;
    parts.stepsLabel.hidden = parts.columnsLabel.hidden = !view.table;
    const trail = [];
    for (const [by, text] of [["components", "Components"], ["schemas", "Schemas"]]) {
      if (world.groups[by].length) trail.push(crumb(text, view.by === by ? null : toOverview(by)));
    }
    const groups = view.table
      ? [world.groups.schemas[view.table.schema], ...view.table.components.map((at) => world.groups.components[at])]
      : [];
    const inner = [...groups.map((group) => crumb(group.name, toGroup(group)))];
    if (view.table) inner.push(crumb(view.table.full, null));
    if (view.group) inner.push(crumb(view.group.name, null));
    const page = view.table ? pageOf({ table: view.table }) : view.group?.page ? pages(view.group.page) : "";
    parts.crumbs.replaceChildren();
    trail.forEach((one, at) => parts.crumbs.append(at ? " | " : "", one));
    inner.forEach((one, at) => parts.crumbs.append(at ? " · " : " › ", one));
    if (page) parts.crumbs.append(" ", make("a", { class: "open", href: page }, "open the page"));
    const missing = view.missing ? `There is no ${view.missing} here. ` : "";
    parts.note.textContent = `${missing}${counted()}. ${shown.note}`.trim();
    list();
  }

  function list() {
    const entry = (node) => {
      const wanted = node.table ? toTable(node.table) : toGroup(node.group);
      const page = pageOf(node);
      const item = make("li", {}, make("a", { href: addressOf(wanted) }, node.title));
      if (node.group) item.append(` ${node.lines.join(", ")}`);
      else if (page) item.append(" ", make("a", { class: "open", href: page, "aria-label": `page of ${node.title}` }, "page"));
      return item;
    };
    const titled = (text, items) => (items.length ? [make("p", {}, make("strong", {}, text)), make("ul", {}, ...items)] : []);
    const told = (line) => sentences(line).map((sentence) => make("li", { class: line.kind }, sentence));
    const nodes = [...shown.nodes].sort((one, other) => (one.step ?? 0) - (other.step ?? 0) || (one.title < other.title ? -1 : 1));
    parts.list.replaceChildren(
      ...titled(view.table || view.group ? "Tables" : "Groups", nodes.map(entry)), ...titled("Relations", shown.lines.flatMap(told)));
    if (scrolled) parts.list.scrollTop = 0;
    scrolled = false;
  }

  /* ---- search ---- */

  let found = [], chosen = -1;

  function offer() {
    found = search(world, parts.input.value, 12);
    chosen = found.length ? 0 : -1;
    parts.found.replaceChildren(...found.map((one, at) =>
      make("li", { role: "option", id: `docgen-map-found-${at}`, onpointerdown: (event) => { event.preventDefault(); take(at); } },
        one.text, make("small", {}, ` ${one.hint}`))));
    const nothing = parts.input.value.trim() && !found.length;
    if (nothing) parts.found.append(make("li", { class: "nothing" }, "Nothing is called like that."));
    parts.found.hidden = !found.length && !nothing;
    parts.input.setAttribute("aria-expanded", String(!parts.found.hidden));
    mark();
  }

  function mark() {
    [...parts.found.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) parts.input.setAttribute("aria-activedescendant", `docgen-map-found-${chosen}`);
    else parts.input.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const one = found[at];
    if (!one) return;
    parts.input.value = "";
    offer();
    go(one.table ? toTable(one.table) : toGroup(one.group));
  }

  function typed(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      mark();
    } else if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") { parts.input.value = ""; offer(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* ---- hands ---- */

  const thingAt = (target) => { const one = target.closest?.(".node, .line"); return one ? things.get(one) : null; };

  function follow(node) {
    if (node.group) return go(toGroup(node.group));
    if (node.centre) return location.assign(pageOf(node));
    return go(toTable(node.table));
  }

  function keys(event) {
    const node = thingAt(event.target);
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key] && node?.element) nearest(node, ways[event.key])?.element.focus();
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit(true);
    else if (event.key === "Escape") up();
    else if (event.key === "Enter" && node && !node.element.hasAttribute("href")) follow(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function up() {
    if (view.table) go(toGroup(world.groups.schemas[view.table.schema]));
    else if (view.group) go(toOverview(view.group.by));
  }

  function nearest(from, [dx, dy]) {
    const middle = (node) => [node.x + node.width / 2, node.y + node.height / 2];
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    for (const node of shown.nodes) {
      const [a, b] = middle(node);
      const along = (a - x) * dx + (b - y) * dy;
      const aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
      if (node !== from && along > 4 && along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
    }
    return best;
  }

  function see(node) {
    const { width: w, height: h } = room;
    const [x, y] = [eye.x + node.x * eye.scale, eye.y + node.y * eye.scale];
    const [right, bottom] = [x + node.width * eye.scale, y + node.height * eye.scale];
    eye.x += x < 8 ? 8 - x : right > w - 8 ? Math.max(w - 8 - right, 8 - x) : 0;
    eye.y += y < 8 ? 8 - y : bottom > h - 8 ? Math.max(h - 8 - bottom, 8 - y) : 0;
    parts.svg.scrollLeft = parts.svg.scrollTop = 0;
    place();
  }

  function hands() {
    const fingers = new Map();
    let moved = 0;
    const { svg } = parts;
    const spot = (event) => { const box = svg.getBoundingClientRect(); return [event.clientX - box.x, event.clientY - box.y]; };
    svg.addEventListener("pointerdown", (event) => { if (event.button) return; fingers.set(event.pointerId, spot(event)); if (fingers.size === 1) moved = 0; });
    window.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = spot(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (other) {
        const far = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
        zoom(far(now) / far(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      } else if (moved > 4) {
        eye = { ...eye, x: eye.x + now[0] - before[0], y: eye.y + now[1] - before[1] };
        svg.classList.add("dragging");
        place();
      }
      fingers.set(event.pointerId, now);
    });
    const up = (event) => { fingers.delete(event.pointerId); svg.classList.remove("dragging"); };
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), ...spot(event));
    }, { passive: false });
    svg.addEventListener("click", (event) => {
      const node = thingAt(event.target);
      if (moved > 4) return event.preventDefault();
      if (!node || node.edges || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
      event.preventDefault();
      return follow(node);
    });
    svg.addEventListener("pointerover", (event) => { if (!fingers.size) light(thingAt(event.target)); });
    svg.addEventListener("pointerleave", () => light(null));
    svg.addEventListener("focusin", (event) => { const node = thingAt(event.target); if (node) { see(node); light(node); } });
    svg.addEventListener("focusout", () => light(null));
    svg.addEventListener("keydown", keys);
    parts.input.addEventListener("input", offer);
    parts.input.addEventListener("keydown", typed);
    parts.input.addEventListener("blur", () => { parts.found.hidden = true; parts.input.setAttribute("aria-expanded", "false"); });
  }

  /* ---- save ---- */

  const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "display"];

  function save() {
    light(null);
    const stage = parts.svg.firstChild.cloneNode(true);
    const [real, copies] = [parts.svg.firstChild, stage].map((one) => [...one.querySelectorAll("*")]);
    real.forEach((one, at) => {
      const style = getComputedStyle(one);
      copies[at].setAttribute("style", LOOKS.map((look) => `${look}:${style.getPropertyValue(look)}`).join(";"));
      copies[at].removeAttribute("class");
    });
    stage.setAttribute("transform", "translate(12 12)");
    stage.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", new URL(link.getAttribute("href"), location.href).href));
    const [w, h] = [Math.ceil(size.width + 24), Math.ceil(size.height + 24)];
    const paper = getComputedStyle(document.body).backgroundColor;
    const file = element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${w} ${h}`, width: w, height: h },
      element("title", {}, shown.title), element("rect", { width: w, height: h, fill: paper }), stage);
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(file)], { type: "image/svg+xml" }));
    const name = (view.table?.id ?? view.group?.id ?? view.by).replace(/[^A-Za-z0-9_.-]+/g, "-");
    make("a", { href: url, download: `${name === NOWHERE ? "no-component" : name}.svg` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  /* ---- begin ---- */

  /* On paper the picture is whole, whatever part of it the screen shows, and whatever size the paper gives to it. */
  function print() {
    light(null);
    onPaper = true;
    parts.svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    parts.svg.firstChild.removeAttribute("transform");
    addEventListener("afterprint", () => { onPaper = false; parts.svg.removeAttribute("viewBox"); place(); }, { once: true });
  }

  /* How much room the picture has; says whether that is new. */
  function settle() {
    const { clientWidth: width, clientHeight: height } = parts.svg;
    const fresh = width !== room.width || height !== room.height;
    room = { width, height };
    return fresh;
  }

  window.Viz.instance().then((made) => {
    viz = made;
    family = getComputedStyle(parts.svg).fontFamily;
    hands();
    settle();
    show();
    window.addEventListener("hashchange", show);
    window.addEventListener("beforeprint", print);
    new ResizeObserver(() => { if (settle()) fit(false); }).observe(parts.svg);
    parts.list.addEventListener("scroll", () => { scrolled = true; }, { passive: true });
    host.dataset.ready = "yes";
    performance.mark("docgen-map-ready");
  });
})();
