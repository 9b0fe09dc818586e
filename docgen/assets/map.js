/* The map's page: what is shown follows the address, and every control writes the address. */
(() => {
  "use strict";
  const { model, graph, NOWHERE } = window.docgenModel;
  const { lay, draw, drawNode } = window.docgenDraw;
  const host = document.getElementById("docgen-map");
  const folder = new URL(".", document.currentScript.src).href;
  const world = model(window.docgenMap);
  const views = window.docgenViews(world);
  const pages = pageAddresses();
  const things = new WeakMap(); // an element of the picture -> its node or line
  let view = null, shown = null, family = "sans-serif";

  const go = (wanted) => { location.hash = views.addressOf(wanted); };
  const act = {
    change: (part) => go({ ...view, ...part }),
    take: (one) => go(one.table ? views.toTable(view, one.table) : views.toGroup(view, one.group)),
    zoom: (factor) => canvas.zoom(factor),
    fit: (whole) => canvas.fit(whole),
    save: () => window.docgenPaper.save(panel.svg, canvas, shown.title, fileName()),
  };
  const panel = window.docgenPanel(host, world, folder, act, { views, pageOf, linkOf });
  const canvas = window.docgenCanvas.canvas(panel.svg, panel.told);

  /* How this site writes the address of a page: learnt from a link that the generator wrote. */
  function pageAddresses() {
    const known = document.querySelector('article a[href*="SCHEMA-STATUS"]');
    const [before, after] = (known?.getAttribute("href") ?? "SCHEMA-STATUS.html").split("SCHEMA-STATUS");
    return (path) => before + path.split("/").map(encodeURIComponent).join("/") + after;
  }

  function pageOf({ table, group }) {
    if (table) return pages(`${table.elsewhere ? `${table.elsewhere.folder}/` : ""}tables/${table.id}`);
    return group.page ? pages(group.page) : "";
  }

  /* Where a node leads when it is chosen: the view around it, of its own database's map if that is another. */
  function linkOf(from, { table, group }) {
    if (table?.elsewhere) return `${pages(`${table.elsewhere.folder}/map`)}#${new URLSearchParams({ table: table.id })}`;
    if (group?.elsewhere) return pages(`${group.elsewhere.folder}/map`);
    return views.addressOf(table ? views.toTable(from, table) : views.toGroup(from, group));
  }

  function follow(node) {
    location.assign(node.centre ? pageOf(node) : linkOf(view, node));
  }

  function spoken(node) {
    if (node.group) return `${node.title}, ${node.lines.join(", ")}`;
    return `${node.title}, ${node.table.kind}${node.centre ? ", in the centre; opens its page" : ""}`;
  }

  function fileName() {
    const name = (view.table?.id ?? view.group?.id ?? view.by).replace(/[^A-Za-z0-9_.-]+/g, "-");
    return name === NOWHERE ? "no-component" : name;
  }

  function show(viz) {
    const start = performance.now();
    const keyboard = !!panel.svg.getRootNode().activeElement;
    view = views.read();
    const now = shown = graph(world, view);
    canvas.aim(shown, lay(viz, shown, family));
    const { stage, rest } = draw(shown, canvas.inSight, (node) => drawNode(node, pageOf(node), spoken(node)));
    canvas.show(stage);
    known();
    panel.tell(view, shown);
    if (keyboard) (shown.nodes.find((node) => node.centre) ?? shown.nodes.find((node) => node.element))?.element?.focus();
    performance.measure("docgen-map", { start, end: performance.now() });
    afterwards(() => {
      if (shown !== now) return;
      rest();
      known();
      panel.list(view, shown);
      host.dataset.view = views.addressOf(view);
      host.dataset.ready = "yes";
    });
  }

  /* Once the picture is on the screen; sooner nobody sees it. */
  const afterwards = (act) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));

  function known() {
    for (const one of [...shown.nodes, ...shown.lines]) if (one.element) things.set(one.element, one);
  }

  const thingAt = (target) => { const one = target.closest?.(".node, .line"); return one ? things.get(one) : null; };
  const up = () => { const above = views.above(view); if (above) go(above); };

  Promise.all([window.Viz.instance(), panel.dressed]).then(([viz]) => {
    family = getComputedStyle(panel.svg).fontFamily;
    window.docgenHands(panel.svg, canvas, { thingAt, follow, up });
    canvas.settle();
    show(viz);
    window.addEventListener("hashchange", () => show(viz));
    window.addEventListener("beforeprint", () => window.docgenPaper.print(canvas));
    new ResizeObserver(() => { if (canvas.settle()) canvas.fit(false); }).observe(panel.svg);
    performance.mark("docgen-map-ready");
  });
})();
