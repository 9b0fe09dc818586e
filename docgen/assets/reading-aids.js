/* What the theme leaves out for those who read by keyboard or by ear: names, and a way into what scrolls sideways.
 *
 * A table or a diagram wider than its place can be scrolled with the arrow keys once it has the focus, so whatever is
 * too wide can be reached with Tab, and is told with the heading above it; what fits is no stop on the way.
 */
(() => {
  "use strict";
  const WIDE = ".md-typeset__scrollwrap, .md-typeset .mermaid, .md-typeset pre > code";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";

  function name() {
    document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
    document.querySelector(".md-path")?.setAttribute("aria-label", "Path to this page");
  }

  function reach() {
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

  function start() {
    name();
    const article = document.querySelector("article");
    if (!article) return;
    let waiting = 0;
    const soon = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(reach);
    };
    new ResizeObserver(soon).observe(article);
    new MutationObserver(soon).observe(article, { childList: true, subtree: true });
    article.addEventListener("toggle", soon, true);
    soon();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
