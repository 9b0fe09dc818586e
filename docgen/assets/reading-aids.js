/* What the theme leaves out for those who read by keyboard, by ear, on a phone or on paper: names, a way into what
 * scrolls sideways, tables that need not, and what is folded.
 *
 * A table or a diagram wider than its place can be scrolled with the arrow keys once it has the focus, so whatever is
 * too wide can be reached with Tab, and is told with the heading above it; what fits is no stop on the way. On a narrow
 * screen a table that does not fit is stacked: every row for itself, every cell behind the header of its column. On a
 * wide one it first gets places to break at.
 */
(() => {
  "use strict";
  const WIDE = ".md-typeset__scrollwrap, .md-typeset .mermaid, .md-typeset pre > code";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const LONG = /(\S{24,})/; // a path or an expression in one piece
  const AFTER = /(?<=[/.,(_]|::)(?=\w)/;

  function name() {
    document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
    document.querySelector(".md-path")?.setAttribute("aria-label", "Path to this page");
  }

  const narrow = matchMedia("screen and (max-width: 44.9em)");
  const ROLES = [["thead, tbody", "rowgroup"], ["tr", "row"], ["th", "columnheader"], ["td", "cell"]];

  function stack() {
    const wraps = [...document.querySelectorAll(".md-typeset__scrollwrap")];
    const tooWide = () => wraps.filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth);
    const stacked = wraps.filter((one) => one.querySelector("table[data-stacked]"));
    if (!narrow.matches) {
      for (const one of stacked) one.querySelector("table").removeAttribute("data-stacked");
      for (const one of tooWide()) ease(one.querySelector("table"));
      return;
    }
    for (const one of tooWide()) mark(one.querySelector("table"));
  }

  /* Lets long paths and expressions break where a reader would; the row's own name stays in one piece. */
  function ease(table) {
    if (table.hasAttribute("data-eased")) return;
    table.setAttribute("data-eased", "");
    for (const cell of table.querySelectorAll("td:not(:first-child)")) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const long = [];
      while (texts.nextNode()) if (LONG.test(texts.currentNode.data)) long.push(texts.currentNode);
      for (const text of long) {
        const parts = text.data.split(LONG).map((part) => (LONG.test(part) ? part.split(AFTER) : [part]));
        text.replaceWith(...parts.flatMap(([first, ...rest]) => [first, ...rest.flatMap((part) => [document.createElement("wbr"), part])]));
      }
    }
  }

  /* Cells get their headers as labels; roles keep it a table for those who listen, however it is laid out. */
  function mark(table) {
    const headers = [...table.querySelectorAll("thead th")].map((header) => header.textContent.trim());
    if (!headers.length) return;
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, at) => cell.setAttribute("data-label", headers[at] ?? ""));
    }
    table.setAttribute("role", "table");
    for (const [parts, role] of ROLES) for (const part of table.querySelectorAll(parts)) part.setAttribute("role", role);
    table.setAttribute("data-stacked", "");
  }

  function reach() {
    stack();
    let heading = "";
    for (const one of document.querySelectorAll(`.md-typeset :is(${HEADINGS}), ${WIDE}`)) {
      if (one.matches(HEADINGS)) {
        heading = one.textContent.replace("¶", "").trim();
      } else if (one.scrollWidth > one.clientWidth && one.clientWidth) {
        one.setAttribute("tabindex", "0");
        one.setAttribute("role", "group");
        one.setAttribute("aria-label", `${heading}, scrolls sideways`);
      } else if (one.getAttribute("role") === "group") {
        for (const attribute of ["tabindex", "role", "aria-label"]) one.removeAttribute(attribute);
      }
    }
  }

  /* Paper cannot be unfolded: what is folded is printed open. */
  function unfold() {
    const folded = [...document.querySelectorAll(".md-typeset details:not([open])")];
    for (const one of folded) one.open = true;
    addEventListener("afterprint", () => { for (const one of folded) one.open = false; }, { once: true });
  }

  function start() {
    name();
    addEventListener("beforeprint", unfold);
    const article = document.querySelector("article");
    if (!article) return;
    let waiting = 0;
    const soon = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(reach);
    };
    new ResizeObserver(soon).observe(article);
    const map = document.getElementById("docgen-map"); // it lays itself out, many times a minute
    const changed = (records) => { if (!map || records.some((one) => !map.contains(one.target))) soon(); };
    new MutationObserver(changed).observe(article, { childList: true, subtree: true });
    article.addEventListener("toggle", soon, true);
    soon();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
