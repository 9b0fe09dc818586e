/* What the map knows: tables, relations, groups, and which of them a view shows. No drawing, no page. */
(() => {
  "use strict";
  const KEY = 1, FOREIGN = 2, REQUIRED = 4, IMPLIED = 8, CROSSING = 16;
  const MOST_ROWS = 40, MOST_ROWS_AROUND = 20, MOST_TABLES = 40, MOST_NAMES = 250, MOST_OUTSIDE = 24, MOST_LINES = 80, MOST_BETWEEN = 400;
  const NOWHERE = "-"; // the address of what is in no component

  function model(data) {
    const tables = data.tables.map(([schema, name, kind, id, components, columns]) => ({
      schema, name, kind, id, components, edges: [],
      full: `${data.schemas[schema][0]}.${name}`,
      columns: columns.map(([title, type, bits]) => ({ name: title, type: data.types[type], bits })),
    }));
    const edges = [
      ...data.relations.map(([child, parent, from, to, onDelete, onUpdate, bits]) => ({
        kind: "key", child: tables[child], parent: tables[parent], from, to, onDelete, onUpdate,
        optional: !!(bits & 1), single: !!(bits & 2),
      })),
      ...data.implied.map(([child, parent, from, to]) => ({
        kind: "implied", child: tables[child], parent: tables[parent], from, to,
      })),
      ...data.reads.map(([child, parent]) => ({
        kind: "reads", child: tables[child], parent: tables[parent], from: [], to: [],
      })),
    ];
    const crossing = crossings(data, tables);
    for (const edge of [...edges, ...crossing]) {
      edge.child.edges.push(edge);
      if (edge.parent !== edge.child) edge.parent.edges.push(edge);
    }
    const byId = new Map(tables.map((table) => [table.id, table]));
    const groups = { schemas: schemaGroups(data, tables), components: componentGroups(data, tables) };
    return { tables, edges, crossing, byId, groups, title: data.title };
  }

  /* What leads to other databases and from them: their tables stand in no group of ours, but for one a database. */
  function crossings(data, tables) {
    const far = new Map();
    const abroad = data.databases.map(([title, folder], at) => ({ name: title, id: folder, hue: data.schemas.length + at, page: "", elsewhere: { title, folder } }));
    const farTable = (database, full, id) => {
      const [title, folder] = data.databases[database];
      const known = far.get(`${database} ${id}`) ?? {
        schema: data.schemas.length + database, name: full, kind: "in another database", id, components: [], edges: [], columns: [],
        full: `${title}: ${full}`, elsewhere: { title, folder }, abroad: abroad[database],
      };
      far.set(`${database} ${id}`, known);
      return known;
    };
    return data.crossing.map(([own, position, leaving, database, full, id, column]) => {
      const [here, there] = [tables[own], farTable(database, full, id)];
      const ends = [position < 0 ? [] : [position], []];
      const [child, parent, from, to] = leaving ? [here, there, ...ends] : [there, here, ...ends.reverse()];
      return { kind: "crossing", child, parent, from, to, column };
    });
  }

  function schemaGroups(data, tables) {
    const groups = data.schemas.map(([name, id], hue) => ({ by: "schemas", name, id, hue, page: `schemas/${id}`, tables: [] }));
    for (const table of tables) groups[table.schema].tables.push(table);
    return groups;
  }

  function componentGroups(data, tables) {
    if (!data.components.length) return [];
    const groups = data.components.map(([name, page], hue) => ({ by: "components", name, id: page, hue, page, tables: [] }));
    const rest = { by: "components", name: "in no component", id: NOWHERE, hue: groups.length, page: "", tables: [] };
    for (const table of tables) {
      for (const index of table.components) groups[index].tables.push(table);
      if (!table.components.length) rest.tables.push(table);
    }
    return rest.tables.length ? [...groups, rest] : groups;
  }

  const shows = (view, edge) =>
    edge.kind === "key" || edge.kind === "crossing" || (edge.kind === "implied" && view.implied) || (edge.kind === "reads" && view.reads);

  function graph(world, view) {
    if (view.table) return around(world, view);
    if (view.group) return inside(world, view);
    return overview(world, view);
  }

  function overview(world, view) {
    const groups = world.groups[view.by];
    const nodes = new Map(groups.map((group) => [group, { title: group.name, lines: counts(group.tables), rows: [], group, hue: group.hue }]));
    for (const group of world.crossing.flatMap(({ child, parent }) => child.abroad ?? parent.abroad)) {
      if (!nodes.has(group)) nodes.set(group, { title: group.name, lines: ["another database"], rows: [], group, hue: group.hue, outside: true });
    }
    const home = view.by === "schemas"
      ? (table) => [groups[table.schema]]
      : (table) => (table.components.length ? table.components.map((index) => groups[index]) : [groups[groups.length - 1]]);
    const of = (table) => (table.abroad ? [table.abroad] : home(table));
    const found = new Map();
    for (const edge of [...world.edges, ...world.crossing]) {
      if (!shows(view, edge)) continue;
      for (const child of of(edge.child)) for (const parent of of(edge.parent)) {
        if (child === parent || (edge.child.components.includes(parent.hue) && view.by === "components")) continue;
        const name = `${child.id}\n${parent.id}\n${edge.kind}`;
        const known = found.get(name) ?? { kind: edge.kind, from: nodes.get(child), to: nodes.get(parent), edges: [], total: true };
        known.edges.push(edge);
        found.set(name, known);
      }
    }
    const lines = strongest([...found.values()], MOST_LINES);
    for (const line of lines) line.label = String(line.edges.length);
    const note = lines.length < found.size ? `The picture holds the ${lines.length} strongest of ${found.size} connections.` : "";
    return {
      title: view.by === "schemas" ? "Schemas" : "Components", crumbs: [],
      nodes: [...nodes.values()], lines, note,
    };
  }

  /* Those that stand for the most relations: Graphviz takes many seconds for thousands, and nobody could follow them. */
  function strongest(lines, most) {
    return lines.length <= most ? lines : [...lines].sort((one, other) => other.edges.length - one.edges.length).slice(0, most);
  }

  function counts(tables) {
    const views = tables.filter((table) => table.kind.includes("view")).length;
    const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    const parts = tables.length > views || !views ? [plural(tables.length - views, "table")] : [];
    return views ? [...parts, plural(views, "view")] : parts;
  }

  const degree = (table, view) => table.edges.filter((edge) => shows(view, edge)).length;

  function inside(world, view) {
    const group = view.group;
    const wanted = [...group.tables].sort((one, other) => degree(other, view) - degree(one, view));
    const shown = new Set(wanted.slice(0, MOST_NAMES));
    const own = new Set(group.tables);
    const outside = new Set();
    for (const table of shown) for (const edge of table.edges) {
      if (!shows(view, edge)) continue;
      for (const end of [edge.child, edge.parent]) if (!own.has(end)) outside.add(end);
    }
    const many = outside.size > MOST_OUTSIDE;
    if (many) outside.clear();
    const nodes = new Map();
    for (const table of group.tables) if (shown.has(table)) nodes.set(table, nodeOf(table, { ...view, columns: "none" }));
    for (const table of outside) nodes.set(table, { ...nodeOf(table, { ...view, columns: "none" }), outside: true });
    const all = linesBetween(nodes, { ...view, columns: "none" }).filter((line) => !(line.from.outside && line.to.outside));
    const lines = strongest(all, MOST_BETWEEN);
    const notes = lines.length < all.length ? [`The picture holds ${lines.length} of ${all.length} connections.`] : [];
    if (group.tables.length > shown.size) notes.push(`The picture holds the ${shown.size} with the most relations of ${group.tables.length}; search finds all.`);
    if (many) notes.push("Tables elsewhere that these point at are left out here; each table's own view has them.");
    return { title: group.name, group, nodes: [...nodes.values()], lines, note: notes.join(" ") };
  }

  function around(world, view) {
    const distance = new Map([[view.table, 0]]);
    let edge = [view.table], left = 0;
    for (let step = 1; step <= view.steps; step++) {
      const next = new Set();
      for (const table of edge) for (const one of table.edges) {
        if (!shows(view, one)) continue;
        for (const end of [one.child, one.parent]) if (!distance.has(end)) next.add(end);
      }
      const ranked = [...next].sort((one, other) => degree(other, view) - degree(one, view));
      const room = Math.max(0, MOST_TABLES - distance.size);
      left += Math.max(0, ranked.length - room);
      edge = ranked.slice(0, room);
      for (const table of edge) distance.set(table, step);
    }
    const nodes = new Map([...distance].map(([table, step]) => [table, { ...nodeOf(table, view), step, centre: !step }]));
    const note = left ? `${left} more tables within reach are left out: the picture holds ${MOST_TABLES}.` : "";
    return { title: view.table.full, table: view.table, nodes: [...nodes.values()], lines: linesBetween(nodes, view), note };
  }

  function nodeOf(table, view) {
    const named = table.columns.map((column, position) => ({ ...column, position }));
    const wanted = view.columns === "none" ? []
      : view.columns === "all" ? named
      : named.filter((row) => row.bits & (KEY | FOREIGN | CROSSING | (view.implied ? IMPLIED : 0)));
    const rows = fitting(wanted, table === view.table ? MOST_ROWS : MOST_ROWS_AROUND);
    return {
      title: table.full, table, hue: table.schema, rows,
      lines: table.elsewhere ? [`in ${table.elsewhere.title}`] : table.kind === "table" ? [] : [table.kind],
      more: wanted.length - rows.length,
    };
  }

  /* At most so many columns, in their order: those that relations may start or end at before others. */
  function fitting(columns, most) {
    if (columns.length <= most) return columns;
    const ends = KEY | FOREIGN | IMPLIED | CROSSING;
    const kept = new Set([...columns.filter((one) => one.bits & ends), ...columns.filter((one) => !(one.bits & ends))].slice(0, most));
    return columns.filter((one) => kept.has(one));
  }

  function linesBetween(nodes, view) {
    const lines = new Map();
    for (const table of nodes.keys()) for (const edge of table.edges) {
      if (edge.child !== table || !shows(view, edge) || !nodes.has(edge.parent)) continue;
      // Where no columns are drawn, one line stands for all relations of a kind between two tables.
      const name = view.columns === "none" ? `${edge.kind}\n${edge.child.id}\n${edge.parent.id}` : edge;
      const known = lines.get(name) ?? { kind: edge.kind, from: nodes.get(edge.child), to: nodes.get(edge.parent), edges: [] };
      known.edges.push(edge);
      lines.set(name, known);
    }
    for (const line of lines.values()) {
      const rules = new Set(line.edges.map((edge) => ({ key: `on delete ${edge.onDelete}`, crossing: "in another database" }[edge.kind] ?? edge.kind)));
      line.label = [...rules].join(", ");
    }
    return [...lines.values()];
  }

  /* What a line stands for, in sentences. */
  function sentences(line) {
    if (!line.total) return line.edges.map(told);
    const [one, many] = { key: ["foreign key", "foreign keys"], reads: ["read by a view", "reads by views"], implied: ["implied relation", "implied relations"], crossing: ["reference between databases", "references between databases"] }[line.kind];
    return [`${line.from.title} → ${line.to.title}: ${line.edges.length} ${line.edges.length === 1 ? one : many}`];
  }

  /* One relation as a sentence. */
  function told(edge) {
    const names = (table, positions) => positions.map((at) => table.columns[at].name).join(", ");
    if (edge.kind === "reads") return `${edge.child.full} reads ${edge.parent.full}`;
    if (edge.kind === "crossing") return crossed(edge);
    const ends = `${edge.child.full} (${names(edge.child, edge.from)}) → ${edge.parent.full} (${names(edge.parent, edge.to)})`;
    if (edge.kind === "implied") return `${ends}: implied by name and type, not declared`;
    const update = edge.onUpdate === "no action" ? "" : `, on update ${edge.onUpdate}`;
    return `${ends}: on delete ${edge.onDelete}${update}${edge.optional ? ", may be null" : ""}`;
  }

  /* A relation to another database, of which this one knows the column's name alone. */
  function crossed({ child, parent, from, to, column }) {
    const end = (table, positions) => {
      const name = table.elsewhere ? column : table.columns[positions[0]]?.name;
      return name ? `${table.full} (${name})` : table.full;
    };
    return `${end(child, from)} → ${end(parent, to)}: in another database, not declared`;
  }

  /* The best matches for what was typed: tables, then columns. */
  function search(world, typed, limit) {
    const text = typed.trim().toLowerCase();
    if (!text) return [];
    const found = [];
    for (const group of [...world.groups.components, ...(world.groups.schemas.length > 1 ? world.groups.schemas : [])]) {
      if (group.name.toLowerCase().startsWith(text)) found.push({ rank: 1.5, text: group.name, hint: group.by === "schemas" ? "schema" : "component", group });
    }
    for (const table of world.tables) {
      const name = table.name.toLowerCase(), full = table.full.toLowerCase();
      const rank = name === text || full === text ? 0 : name.startsWith(text) ? 1 : full.startsWith(text) ? 2 : full.includes(text) ? 3 : -1;
      if (rank >= 0) {
        found.push({ rank, text: table.full, hint: table.kind, table });
        continue;
      }
      for (const column of table.columns) {
        const called = column.name.toLowerCase();
        const whole = called === text || `${name}.${called}`.startsWith(text) || `${full}.${called}`.startsWith(text);
        if (whole || called.startsWith(text)) {
          found.push({ rank: whole ? 4 : 5, text: `${table.full}.${column.name}`, hint: column.type, table });
          break;
        }
      }
    }
    return found.sort((one, other) => one.rank - other.rank || one.text.length - other.text.length || (one.text < other.text ? -1 : 1)).slice(0, limit);
  }

  window.docgenModel = { model, graph, sentences, search, counts, KEY, FOREIGN, REQUIRED, IMPLIED, CROSSING, NOWHERE };
})();
