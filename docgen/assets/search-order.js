/* Puts what is called exactly as was typed before what only speaks of it: the theme's search counts words, and `profiles`
 * stands more often on the page of `private_profiles` than on its own. Who typed `profiles.email` is led to that column.
 */
(() => {
  "use strict";

  const TABLE_OF_COLUMN = 2, NONE = 4;

  /* How near a page's title is to what was typed: itself, its name without the schema, the table of a column, a word. */
  function distance(title, typed) {
    const bare = title.slice(title.lastIndexOf(".") + 1);
    const table = typed.slice(0, Math.max(0, typed.lastIndexOf(".")));
    const words = typed.split(/\s+/);
    if (title === typed) return 0;
    if (bare === typed) return 1;
    if (table && (title === table || bare === table)) return TABLE_OF_COLUMN;
    if (words.length > 1 && (words.includes(title) || words.includes(bare))) return 3;
    return NONE;
  }
  self.docgenDistance = Object.assign(distance, { NONE });

  function order(list, text) {
    const typed = text.toLowerCase();
    const column = /\.(\w+)$/.exec(text)?.[1];
    const found = [...list.children];
    const far = new Map(found.map((one) => [one, distance(one.querySelector("h1")?.textContent.trim().toLowerCase() ?? "", typed)]));
    for (const [one, away] of far) if (column && away === TABLE_OF_COLUMN) one.querySelector("a").hash = column;
    const sorted = [...found].sort((one, other) => far.get(one) - far.get(other));
    if (sorted.some((one, at) => one !== found[at])) list.replaceChildren(...sorted);
  }

  function start() {
    const list = document.querySelector(".md-search-result__list");
    const input = document.querySelector(".md-search__input");
    if (!list || !input) return;
    new MutationObserver(() => order(list, input.value.trim())).observe(list, { childList: true });
  }

  if (typeof document === "undefined") return;  // beside the engine of a large site, which puts names first as well
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
