/* The picture in its place: moved, zoomed, fitted, lit up. */
(() => {
  "use strict";
  const { sentences } = window.docgenModel;
  const CLOSEST = 1.25, READABLE = 0.62, FARTHEST = 0.05;
  const several = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  function canvas(svg, told) {
    let shown = null, size = { width: 1, height: 1 };
    let eye = { x: 0, y: 0, scale: 1 }, room = { width: 1, height: 1 };
    let lit = [], still = false;

    function place() {
      if (shown && !still) svg.firstChild.setAttribute("transform", `translate(${eye.x} ${eye.y}) scale(${eye.scale})`);
    }

    /* Looks at a graph that is to be shown, so that it is known what of it is in sight. */
    function aim(graph, wanted) {
      [shown, size, lit] = [graph, wanted, []];
      eye = fitted(false);
      svg.getRootNode().host.style.setProperty("--need", `${Math.ceil(size.height * widest() + 24)}px`);
    }

    /* The scale at which the picture takes the width that it has, or less. */
    const widest = () => Math.max(READABLE, Math.min(CLOSEST, (room.width - 24) / size.width));

    function show(stage) {
      svg.replaceChildren(stage);
      light(null);
      place();
    }

    function inSight(box) {
      const [x, y] = [eye.x + box.x * eye.scale, eye.y + box.y * eye.scale];
      return x < room.width && y < room.height && x + box.width * eye.scale > 0 && y + box.height * eye.scale > 0;
    }

    /* How much room the picture has; says whether that is new. Asked in the midst of a change, the page is laid out twice. */
    function settle() {
      const { clientWidth: width, clientHeight: height } = svg;
      const fresh = width !== room.width || height !== room.height;
      room = { width, height };
      return fresh;
    }

    /* The whole picture; or, where it could not be read then, the part around its centre in a size that can. */
    function fitted(whole) {
      const { width: w, height: h } = room;
      const scale = Math.min(CLOSEST, (w - 24) / size.width, (h - 24) / size.height);
      const readable = Math.max(scale, whole ? 0 : READABLE);
      const centre = shown.nodes.find((node) => node.centre) ?? (shown.group && busiest());
      const [cx, cy] = centre && readable > scale ? [centre.x + centre.width / 2, centre.y + centre.height / 2] : [size.width / 2, size.height / 2];
      const free = readable > scale && !centre;
      return {
        scale: readable,
        x: free && size.width * readable > w ? 12 : w / 2 - cx * readable,
        y: free && size.height * readable > h ? 12 : h / 2 - cy * readable,
      };
    }

    function fit(whole) {
      eye = fitted(whole);
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

    function move(x, y) {
      eye = { ...eye, x: eye.x + x, y: eye.y + y };
      place();
    }

    /* Brings a node into sight that the keyboard has reached. */
    function see(node) {
      const { width: w, height: h } = room;
      const [x, y] = [eye.x + node.x * eye.scale, eye.y + node.y * eye.scale];
      const [right, bottom] = [x + node.width * eye.scale, y + node.height * eye.scale];
      eye.x += x < 8 ? 8 - x : right > w - 8 ? Math.max(w - 8 - right, 8 - x) : 0;
      eye.y += y < 8 ? 8 - y : bottom > h - 8 ? Math.max(h - 8 - bottom, 8 - y) : 0;
      svg.scrollLeft = svg.scrollTop = 0;
      place();
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

    function light(thing) {
      for (const one of lit) one.element?.classList.remove("lit");
      svg.classList.toggle("hovering", !!thing);
      lit = [];
      if (thing) {
        const lines = thing.edges ? [thing] : shown.lines.filter((line) => line.from === thing || line.to === thing);
        lit = [...new Set([...lines, ...(thing.edges ? [] : [thing]), ...lines.flatMap((line) => [line.from, line.to])])];
        for (const line of lines) window.docgenDraw.nameLine(line);
        for (const one of lit) one.element?.classList.add("lit");
      }
      told.textContent = thing ? tale(thing) : "";
    }

    function tale(thing) {
      if (thing.edges) return sentences(thing).join("; ");
      if (thing.centre) return `${thing.title}: click again to open its page`;
      const lines = shown.lines.filter((line) => line.from === thing || line.to === thing);
      return `${thing.title}: ${several(lines.length, "relation")} here`;
    }

    /* Until the returned function is called the picture stays whole, whatever size its place has. */
    function whole() {
      light(null);
      still = true;
      svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
      svg.firstChild.removeAttribute("transform");
      return () => { still = false; svg.removeAttribute("viewBox"); place(); };
    }

    return { aim, show, inSight, settle, fit, zoom, move, see, nearest, light, whole, size: () => size };
  }

  window.docgenCanvas = { canvas, several };
})();
