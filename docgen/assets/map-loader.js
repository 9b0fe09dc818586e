/* Fetches the interactive map's scripts, only on the page that has a place for it.
 *
 * They are plain scripts, so the page works from a folder too. Without them the page keeps its lists.
 */
(() => {
  "use strict";
  const folder = new URL(".", document.currentScript.src).href;
  const scripts = ["viz-global.js", "", ...["model", "views", "draw", "canvas", "paper", "hands", "panel"].map((part) => `map-${part}.js`), "map.js"];

  function say(host, text) {
    const line = document.createElement("p");
    line.className = "docgen-map-problem";
    line.textContent = text;
    host.append(line);
  }

  function start() {
    const host = document.getElementById("docgen-map");
    if (!host) return;
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: `${folder}map.css` });
    document.head.append(style);
    const data = host.dataset.database ? `map-data-${host.dataset.database}.js` : "map-data.js";
    for (const name of scripts.map((script) => script || data)) {
      const script = document.createElement("script");
      script.src = folder + name;
      script.async = false;
      script.onerror = () => say(host, `The map cannot be drawn: ${name} is missing. Run docgen site.`);
      document.head.append(script);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
