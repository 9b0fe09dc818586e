/* The panel around the picture: its controls, the search, where it is, and the same as a list. */
(() => {
  "use strict";
  const { sentences, search } = window.docgenModel;
  const { element } = window.docgenDraw;
  const { several } = window.docgenCanvas;

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

  function tick(label, hint, changed) {
    const box = make("input", { type: "checkbox", onchange: () => changed(box.checked) });
    return [make("label", { title: hint }, box, ` ${label}`), box];
  }

  const button = (text, label, act) => make("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);

  /* A field that finds tables, columns, schemas and components, by mouse and by keyboard. */
  function finder(world, chosenOne) {
    const input = make("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "docgen-map-found", "aria-autocomplete": "list",
      "aria-label": "Find a table or a column", placeholder: "Find a table or a column", autocomplete: "off", spellcheck: "false",
    });
    const offers = make("ul", { id: "docgen-map-found", role: "listbox", "aria-label": "Found", hidden: "" });
    let found = [], chosen = -1;

    function offer() {
      found = search(world, input.value, 12);
      chosen = found.length ? 0 : -1;
      offers.replaceChildren(...found.map((one, at) =>
        make("li", { role: "option", id: `docgen-map-found-${at}`, onpointerdown: (event) => { event.preventDefault(); take(at); } },
          one.text, make("small", {}, ` ${one.hint}`))));
      const nothing = input.value.trim() && !found.length;
      if (nothing) offers.append(make("li", { class: "nothing" }, "Nothing is called like that."));
      offers.hidden = !found.length && !nothing;
      input.setAttribute("aria-expanded", String(!offers.hidden));
      mark();
    }

    function mark() {
      [...offers.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
      if (chosen >= 0) input.setAttribute("aria-activedescendant", `docgen-map-found-${chosen}`);
      else input.removeAttribute("aria-activedescendant");
    }

    function take(at) {
      const one = found[at];
      if (!one) return;
      input.value = "";
      offer();
      chosenOne(one);
    }

    function typed(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (found.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
        mark();
      } else if (event.key === "Enter") take(chosen);
      else if (event.key === "Escape") { input.value = ""; offer(); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    input.addEventListener("input", offer);
    input.addEventListener("keydown", typed);
    input.addEventListener("blur", () => { offers.hidden = true; input.setAttribute("aria-expanded", "false"); });
    return make("span", { class: "find" }, input, offers);
  }

  /* What is shown, counted. */
  function counted(view, shown) {
    const things = view.table || view.group ? "table" : view.by === "schemas" ? "schema" : "component";
    const relations = shown.lines.reduce((sum, line) => sum + line.edges.length, 0);
    return `${several(shown.nodes.filter((node) => !node.group?.elsewhere).length, things)}, ${several(relations, "relation")}`;
  }

  /* The picture in a tree of its own: of its thousand elements none is held against the rules of the theme. */
  function sheetFor(svg, folder) {
    const [sheet, style] = [make("div", { class: "sheet" }), make("link", { rel: "stylesheet" })];
    const dressed = new Promise((done) => { style.onload = style.onerror = done; });
    style.href = `${folder}map-picture.css`;
    sheet.attachShadow({ mode: "open" }).append(style, svg);
    return [sheet, dressed];
  }

  /* Puts everything into ``host``; ``act`` says what the controls do, ``where`` how places are addressed. */
  function panel(host, world, folder, act, where) {
    const { views } = where;
    const [stepsLabel, steps] = choice("Steps", [["1", "1"], ["2", "2"], ["3", "3"]], (value) => act.change({ steps: Number(value) }));
    const [columnsLabel, columns] = choice("Columns", [["keys", "keys"], ["all", "all"], ["none", "none"]], (value) => act.change({ columns: value }));
    const [impliedLabel, implied] = tick("implied", "Relations that no foreign key declares, but a column's name and type suggest", (value) => act.change({ implied: value }));
    const [readsLabel, reads] = tick("views", "What views read", (value) => act.change({ reads: value }));
    const buttons = make("span", { class: "buttons" },
      button("+", "Zoom in", () => act.zoom(1.25)), button("−", "Zoom out", () => act.zoom(0.8)),
      button("Fit", "Fit the whole picture", () => act.fit(true)), button("SVG", "Save the picture as SVG", () => act.save()));
    const crumbs = make("p", { class: "crumbs" });
    const svg = element("svg", { class: "canvas", role: "group" });
    const [sheet, dressed] = sheetFor(svg, folder);
    const told = make("p", { class: "told" });
    const note = make("p", { class: "note", "aria-live": "polite" });
    const list = make("div", { class: "list", role: "region", "aria-label": "The same as a list", tabindex: "0" });
    host.replaceChildren(
      make("div", { class: "bar" }, finder(world, act.take), stepsLabel, columnsLabel, impliedLabel, readsLabel, buttons),
      crumbs, make("div", { class: "body" }, make("div", { class: "picture" }, sheet, told), list), note,
      make("p", { class: "licences" }, "Placed by Graphviz. ", make("a", { href: `${folder}third-party-notices.txt` }, "Licences")));

    let scrolled = false; // asking the list itself in the midst of a change lays the page out twice
    list.addEventListener("scroll", () => { scrolled = true; }, { passive: true });

    function set(view) {
      [steps.value, columns.value] = [String(view.steps), view.columns];
      [implied.checked, reads.checked] = [view.implied, view.reads];
      stepsLabel.hidden = columnsLabel.hidden = !view.table;
    }

    const crumb = (text, wanted) => (wanted ? make("a", { href: views.addressOf(wanted) }, text) : make("strong", {}, text));

    function trail(view) {
      const groups = view.table ? [world.groups.schemas[view.table.schema], ...view.table.components.map((at) => world.groups.components[at])] : [];
      const outer = [["components", "Components"], ["schemas", "Schemas"]].filter(([by]) => world.groups[by].length)
        .map(([by, text]) => crumb(text, view.by === by ? null : views.toOverview(view, by)));
      const inner = groups.map((group) => crumb(group.name, views.toGroup(view, group)));
      if (view.table) inner.push(crumb(view.table.full, null));
      if (view.group) inner.push(crumb(view.group.name, null));
      crumbs.replaceChildren(...outer.flatMap((one, at) => (at ? [" | ", one] : [one])), ...inner.flatMap((one, at) => [at ? " · " : " › ", one]));
      const page = view.table || view.group ? where.pageOf(view) : "";
      if (page) crumbs.append(" ", make("a", { class: "open", href: page }, "open the page"));
    }

    function entry(view, node) {
      const wanted = where.linkOf(view, node);
      const item = make("li", {}, make("a", { href: wanted }, node.title));
      const page = where.pageOf(node);
      if (node.group) item.append(` ${node.lines.join(", ")}`);
      else if (page) item.append(" ", make("a", { class: "open", href: page, "aria-label": `page of ${node.title}` }, "page"));
      return item;
    }

    function listed(view, shown) {
      const nodes = [...shown.nodes].sort((one, other) => (one.step ?? 0) - (other.step ?? 0) || (one.title < other.title ? -1 : 1));
      const titled = (text, items) => (items.length ? [make("p", {}, make("strong", {}, text)), make("ul", {}, ...items)] : []);
      const lines = shown.lines.flatMap((line) => sentences(line).map((sentence) => make("li", { class: line.kind }, sentence)));
      if (scrolled) list.scrollTop = 0;
      scrolled = false;
      list.replaceChildren(
        ...titled(view.table || view.group ? "Tables" : "Groups", nodes.map((node) => entry(view, node))), ...titled("Relations", lines));
    }

    /* What stands around the picture of a view. */
    function tell(view, shown) {
      set(view);
      trail(view);
      svg.setAttribute("aria-label", `${shown.title}: ${counted(view, shown)}`);
      const missing = view.missing ? `There is no ${view.missing} here. ` : "";
      note.textContent = `${missing}${counted(view, shown)}. ${shown.note}`.trim();
    }

    return { svg, told, tell, list: listed, dressed };
  }

  window.docgenPanel = panel;
})();
