/* Draws a graph: Graphviz places boxes of which it knows the size alone, and everything that is shown is made here,
 * as text and attributes of elements: a name of the database is never read as markup.
 */
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const HEAD = 26, LINE = 16, ROW = 19, PAD = 10, MARK = 26, LONGEST = 34, LONGEST_TYPE = 22, WIDEST = 1200;
  const quick = (lines) => (lines > 40 ? "nslimit=1;nslimit1=1;mclimit=0.2;" : "") + (lines > 150 ? "splines=polyline;" : ""); // in time, if less fine
  const { KEY, FOREIGN, REQUIRED, IMPLIED, CROSSING } = window.docgenModel;
  const HUES = [215, 150, 35, 280, 190, 90, 320, 250, 60, 170];
  const widths = new Map();
  let pen = null;

  function element(name, attributes, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function width(text, font) {
    const key = `${font}\n${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      pen ??= document.createElement("canvas").getContext("2d");
      pen.font = font;
      known = Math.ceil(pen.measureText(text).width);
      widths.set(key, known);
    }
    return known;
  }

  const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

  /* Gives every node its size and the texts that fit into it; with several schemas in sight it says which one. */
  function measure(node, family, several) {
    const bold = `600 13px ${family}`, plain = `12px ${family}`, small = `11px ${family}`;
    node.shown = node.table ? cut(node.table.name, LONGEST) : cut(node.title, LONGEST);
    node.before = node.table && several && !node.table.elsewhere ? `${cut(node.title.slice(0, -node.table.name.length - 1), LONGEST)}.` : "";
    node.head = HEAD + node.lines.length * LINE;
    let wide = Math.max(width(node.before, small) + width(node.shown, bold), ...node.lines.map((line) => width(line, small)));
    for (const row of node.rows) {
      row.shown = cut(row.name, LONGEST);
      row.kind = cut(row.type, LONGEST_TYPE);
      wide = Math.max(wide, MARK + width(row.shown, plain) + 14 + width(row.kind, small));
    }
    node.port = new Map(node.rows.map((row, at) => [row.position, at]));
    node.width = wide + 2 * PAD + 6;
    node.height = node.head + node.rows.length * ROW + (node.more ? ROW : 0) + (node.rows.length ? 5 : 2);
  }

  /* The one relation that a line stands for, if it is one. */
  const single = (line) => (line.total || line.edges.length > 1 ? null : line.edges[0]);

  /* The graph in Graphviz's language: numbers only. */
  function dot(nodes, lines, number) {
    const text = [`digraph{rankdir=LR;nodesep=0.28;ranksep=0.85;${quick(lines.length)}node[shape=plain];edge[dir=none]`];
    for (const node of nodes) {
      const cell = (height, name) => `<TR><TD${name} FIXEDSIZE="TRUE" WIDTH="${node.width}" HEIGHT="${height}"></TD></TR>`;
      const rows = node.rows.map((_, at) => cell(ROW, ` PORT="r${at}"`)).join("");
      const rest = node.height - node.head - node.rows.length * ROW;
      text.push(`n${number.get(node)}[label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${cell(node.head, ' PORT="h"')}${rows}${cell(rest, "")}</TABLE>>]`);
    }
    lines.forEach((line, at) => {
      if (line.from === line.to) return;
      const edge = single(line);
      const end = (node, position) => (node.port.has(position) ? `n${number.get(node)}:r${node.port.get(position)}:_` : `n${number.get(node)}`);
      text.push(`${end(line.from, edge?.from[0])}->${end(line.to, edge?.to[0])}[id=${at}]`);
    });
    return `${text.join("\n")}\n}`;
  }

  /* Where everything goes: boxes with x, y (top left), lines with points. Tables without a line stand in rows below. */
  function place(viz, nodes, lines) {
    const number = new Map(nodes.map((node, at) => [node, at]));
    const joined = new Set(lines.flatMap((line) => (line.from === line.to ? [] : [line.from, line.to])));
    const linked = nodes.filter((node) => joined.has(node));
    let bottom = 0, right = 0;
    if (linked.length) {
      const laid = JSON.parse(viz.renderString(dot(linked, lines, number), { format: "json0", engine: "dot" }));
      const [, , x, y] = laid.bb.split(",").map(Number);
      [bottom, right] = [y, x];
      for (const one of laid.objects ?? []) {
        const node = nodes[Number(one.name.slice(1))];
        const [cx, cy] = one.pos.split(",").map(Number);
        [node.x, node.y] = [cx - node.width / 2, y - cy - node.height / 2];
      }
      for (const one of laid.edges ?? []) {
        const points = one.pos.split(" ").filter((part) => !/^[es],/.test(part)).map((part) => part.split(",").map(Number));
        lines[Number(one.id)].points = points.map(([px, py]) => [px, y - py]);
      }
      bottom += 30;
    }
    const limit = Math.max(right, Math.min(WIDEST, 220 * Math.ceil(Math.sqrt(nodes.length))));
    let x = 0, tall = 0;
    for (const node of nodes) {
      if (joined.has(node)) continue;
      if (x && x + node.width > limit) [x, bottom, tall] = [0, bottom + tall + 14, 0];
      [node.x, node.y] = [x, bottom];
      x += node.width + 14;
      tall = Math.max(tall, node.height);
      right = Math.max(right, x);
    }
    for (const line of lines) if (line.from === line.to) line.points = loop(line);
    return { width: right + 20, height: bottom + tall };
  }

  /* A relation of a table to itself, on its right side. */
  function loop(line) {
    const { from: node } = line;
    const edge = single(line);
    const height = (position, otherwise) => node.y + (node.port?.has(position) ? node.head + (node.port.get(position) + 0.5) * ROW : otherwise);
    const x = node.x + node.width;
    const [start, end] = [height(edge?.from[0], node.height * 0.75), height(edge?.to[0], node.height * 0.25)];
    return [[x, start], [x + 44, start], [x + 44, end], [x, end]];
  }

  /* The marks of a relation's ends: a crow's foot where there may be many, a bar for one, a ring for none. */
  function foot(points, many, none) {
    const [[x, y], near] = [points[0], points.find(([a, b]) => Math.hypot(a - points[0][0], b - points[0][1]) > 1) ?? points[0]];
    const length = Math.hypot(near[0] - x, near[1] - y) || 1;
    const [dx, dy] = [(near[0] - x) / length, (near[1] - y) / length];
    const at = (along, aside) => `${(x + dx * along - dy * aside).toFixed(1)} ${(y + dy * along + dx * aside).toFixed(1)}`;
    const end = many ? `M${at(10, 0)}L${at(0, 5)}M${at(10, 0)}L${at(0, -5)}` : `M${at(7, 5)}L${at(7, -5)}`;
    const ring = `M${at(11, 0)}A3 3 0 1 0 ${at(17, 0)}A3 3 0 1 0 ${at(11, 0)}`;
    return end + (none ? ring : "");
  }

  function middle(points) {
    const at = Math.floor((points.length - 1) / 6) * 3;
    const [a, b, c, d] = points.slice(at, at + 4);
    if (!d) return points[0];
    return [0, 1].map((i) => (a[i] + 3 * b[i] + 3 * c[i] + d[i]) / 8);
  }

  const course = ({ points }) => `M${points[0]}C${points.slice(1).join(" ")}`;

  /* A solid line has its marks in its own path; a broken one would break them too. */
  function drawLine(line) {
    const { points } = line;
    const marks = line.kind !== "key" || line.total ? arrow(points)
      : foot(points, !line.edges.every((edge) => edge.single), false)
        + foot([...points].reverse(), false, line.edges.some((edge) => edge.optional));
    const solid = line.kind === "key";
    const group = element("g", { class: `line ${line.kind}` }, element("path", { d: course(line) + (solid ? marks : ""), class: "run" }));
    if (!solid) group.append(element("path", { d: marks, class: "end" }));
    line.element = group;
    if (line.total) nameLine(line);
    return group;
  }

  /* Writes what a line stands for beside it, once; a line that nobody points at needs no words. */
  function nameLine(line) {
    if (!line.element || line.named) return;
    const [x, y] = middle(line.points);
    line.element.append(element("text", { x, y: y - 4, class: `label${line.total ? " always" : ""}`, "text-anchor": "middle" }, line.label));
    line.named = true;
  }

  function arrow(points) {
    const back = [...points].reverse();
    const [x, y] = back[0];
    const near = back.find(([a, b]) => Math.hypot(a - x, b - y) > 1) ?? back[0];
    const length = Math.hypot(near[0] - x, near[1] - y) || 1;
    const [dx, dy] = [(near[0] - x) / length, (near[1] - y) / length];
    const at = (along, aside) => `${(x + dx * along - dy * aside).toFixed(1)} ${(y + dy * along + dx * aside).toFixed(1)}`;
    return `M${at(9, 4)}L${at(0, 0)}L${at(9, -4)}`;
  }

  function drawNode(node, href, spoken) {
    const classes = ["node", node.centre ? "centre" : "", node.outside ? "outside" : "", node.group ? "group" : ""];
    const link = element("a", { class: classes.filter(Boolean).join(" "), transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`, "aria-label": spoken });
    if (href) link.setAttribute("href", href);
    else link.setAttribute("tabindex", "0");
    const { width: w, height: h } = node;
    link.append(
      element("title", {}, node.title),
      element("rect", { class: "box", width: w, height: h, rx: 5 }),
      element("rect", { class: "hue", width: 4, height: h - 2, x: 1, y: 1, rx: 2, style: `fill: hsl(${HUES[node.hue % HUES.length]} 55% 55%)` }),
    );
    link.append(element("text", { class: "name", x: PAD + 4, y: 17 },
      ...(node.before ? [element("tspan", { class: "schema" }, node.before)] : []), node.shown));
    node.lines.forEach((line, at) => link.append(element("text", { class: "kind", x: PAD + 4, y: 33 + at * LINE }, line)));
    if (node.rows.length) link.append(element("path", { class: "rule", d: `M0 ${node.head}H${w}` }));
    node.rows.forEach((row, at) => {
      const y = node.head + at * ROW + 14;
      const mark = row.bits & KEY ? "PK" : row.bits & FOREIGN ? "FK" : row.bits & CROSSING ? "↗" : row.bits & IMPLIED ? "~" : "";
      if (mark) link.append(element("text", { class: "mark", x: PAD + 4, y }, mark));
      link.append(
        element("text", { class: row.bits & REQUIRED ? "column required" : "column", x: PAD + MARK, y }, row.shown),
        element("text", { class: "type", x: w - PAD, y, "text-anchor": "end" }, row.kind),
      );
    });
    if (node.more) link.append(element("text", { class: "kind", x: PAD + MARK, y: h - 8 }, `${node.more} more columns`));
    node.element = link;
    return link;
  }

  /* Gives every node and line its place, and tells how large the picture is. */
  function lay(viz, graph, family) {
    const several = new Set(graph.nodes.filter((node) => !node.table?.elsewhere).map((node) => node.table?.schema)).size > 1;
    for (const node of graph.nodes) measure(node, family, several);
    return place(viz, graph.nodes, graph.lines);
  }

  function frame({ points }) {
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  }

  /* What is in sight as an svg element; ``rest`` adds what is not: things beyond, and how far a pointer reaches a line. */
  function draw(graph, inSight, makeNode) {
    const layers = [element("g", {}), element("g", {})];
    const [lines, nodes] = [graph.lines.filter((line) => line.points), graph.nodes];
    const add = (wanted) => {
      for (const line of lines) if (!line.element && wanted(frame(line))) layers[0].append(drawLine(line));
      for (const node of nodes) if (!node.element && wanted(node)) layers[1].append(makeNode(node));
    };
    const rest = () => {
      add(() => true);
      for (const line of lines) line.element.prepend(element("path", { d: course(line), class: "reach" }));
    };
    add(inSight);
    return { stage: element("g", { class: "stage" }, ...layers), rest };
  }

  window.docgenDraw = { lay, draw, drawNode, element, nameLine };
})();
