/* Draws Mermaid diagrams from the site's own copy, fetched only by a page that has one.
 *
 * The theme asks window.mermaid for initialize and render, and would load Mermaid from another host if there were none.
 * A diagram that cannot be drawn stays on the page as its text.
 */
(() => {
  "use strict";
  const source = new URL("mermaid.min.js", document.currentScript.src).href;
  const looks = {
    startOnLoad: false,
    theme: "default",
    look: "classic",
    securityLevel: "strict",
    suppressErrorRendering: true,
    er: { nodeSpacing: 40, rankSpacing: 90 },
  };
  // The marks at the ends of lines are painted white by Mermaid itself, which shows on a dark page.
  const dark = "marker circle { fill: var(--md-default-bg-color) }";
  // A diagram shrinks with its place only as far as its text can still be read; beyond that it scrolls.
  const SMALLEST = 0.65;
  let settings = looks;
  let loading = null;

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => {
        window.mermaid.initialize(settings);
        resolve(window.mermaid);
      };
      script.onerror = () => {
        loading = null;
        reject(new Error("docgen: " + source + " is missing; run docgen site"));
      };
      document.head.append(script);
    });
    return loading;
  }

  function readable(svg) {
    return svg.replace(/max-width: ([\d.]+)px/, (whole, width) => `${whole}; min-width: ${Math.round(width * SMALLEST)}px`);
  }

  window.mermaid = {
    initialize(options) {
      settings = { ...options, ...looks, themeCSS: `${options?.themeCSS ?? ""} ${dark}` };
    },
    async render(...request) {
      const drawn = await (await load()).render(...request);
      return { ...drawn, svg: readable(drawn.svg) };
    },
  };
})();
