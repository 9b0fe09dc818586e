/* Views and their addresses: what an address asks for, and how a view is asked for. No drawing, no page. */
(() => {
  "use strict";

  function views(world) {
    function home() {
      if (world.groups.components.length) return { by: "components" };
      return world.groups.schemas.length === 1 ? { group: world.groups.schemas[0] } : { by: "schemas" };
    }

    const isView = (table) => !!table?.kind.includes("view");

    function read() {
      const words = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : location.search);
      const options = {
        steps: Math.min(3, Math.max(1, Number(words.get("steps")) || 1)),
        columns: ["all", "none"].includes(words.get("columns")) ? words.get("columns") : "keys",
        implied: words.get("implied") !== "no",
        reads: words.get("views") === "yes",
      };
      const table = world.byId.get(words.get("table") ?? "");
      if (table) return { ...options, reads: options.reads || (isView(table) && words.get("views") !== "no"), table };
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
      if (wanted.reads && !isView(wanted.table)) words.set("views", "yes");
      if (!wanted.reads && isView(wanted.table)) words.set("views", "no");
      return `#${words}`;
    }

    const kept = (view) => ({ columns: view.columns, implied: view.implied, reads: view.reads, steps: view.steps });
    const toTable = (view, table) => ({ ...kept(view), table, reads: view.reads || isView(table) });
    const toGroup = (view, group) => ({ ...kept(view), group });
    const toOverview = (view, by) => ({ ...kept(view), by });

    /* The view that holds this one as a part; none above an overview. */
    function above(view) {
      if (view.table) return toGroup(view, world.groups.schemas[view.table.schema]);
      return view.group ? toOverview(view, view.group.by) : null;
    }

    return { read, addressOf, toTable, toGroup, toOverview, above };
  }

  window.docgenViews = views;
})();
