/* Hands: what pointers, wheels and keys do to the picture. */
(() => {
  "use strict";
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /* ``thingAt`` tells the node or line of an element; ``follow`` goes where a node leads; ``up`` goes to the view above. */
  function hands(svg, canvas, { thingAt, follow, up }) {
    const fingers = new Map();
    let moved = 0;
    const spot = (event) => { const box = svg.getBoundingClientRect(); return [event.clientX - box.x, event.clientY - box.y]; };

    function drag(event) {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = spot(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (other) {
        const far = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
        canvas.zoom(far(now) / far(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      } else if (moved > 4) {
        canvas.move(now[0] - before[0], now[1] - before[1]);
        svg.classList.add("dragging");
      }
      fingers.set(event.pointerId, now);
    }

    function release(event) {
      fingers.delete(event.pointerId);
      svg.classList.remove("dragging");
    }

    function click(event) {
      const node = thingAt(event.target);
      if (moved > 4) return event.preventDefault();
      if (!node || node.edges || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
      event.preventDefault();
      return follow(node);
    }

    function keys(event) {
      const node = thingAt(event.target);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (WAYS[event.key] && node?.element) canvas.nearest(node, WAYS[event.key])?.element.focus();
      else if (event.key === "+" || event.key === "=") canvas.zoom(1.25);
      else if (event.key === "-") canvas.zoom(0.8);
      else if (event.key === "0") canvas.fit(true);
      else if (event.key === "Escape") up();
      else if (event.key === "Enter" && node && !node.element.hasAttribute("href")) follow(node);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      fingers.set(event.pointerId, spot(event));
      if (fingers.size === 1) moved = 0;
    });
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", release);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      canvas.zoom(Math.exp(-event.deltaY / 300), ...spot(event));
    }, { passive: false });
    svg.addEventListener("click", click);
    svg.addEventListener("pointerover", (event) => { if (!fingers.size) canvas.light(thingAt(event.target)); });
    svg.addEventListener("pointerleave", () => canvas.light(null));
    svg.addEventListener("focusin", (event) => { const node = thingAt(event.target); if (node) { canvas.see(node); canvas.light(node); } });
    svg.addEventListener("focusout", () => canvas.light(null));
    svg.addEventListener("keydown", keys);
  }

  window.docgenHands = hands;
})();
