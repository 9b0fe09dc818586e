/* Answers by name while the theme's search is still reading its index, which takes seconds with thousands of pages.
 *
 * The names are fetched when they are needed: some time after something was typed that the theme has not answered yet.
 * Once it has, its answers stand alone.
 */
(() => {
  "use strict";
  const WAIT = 150, MOST = 8;
  const folder = new URL(".", document.currentScript.src);
  let asked = null;

  /* [name, page, columns] of every table and function of this site. */
  function names() {
    asked ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = new URL("names-data.js", folder).href;
      script.onload = () => done(window.docgenNames);
      document.head.append(script);
    });
    return asked;
  }

  function rank(name, columns, typed) {
    const full = name.toLowerCase(), bare = full.slice(full.indexOf(".") + 1);
    if (full === typed || bare === typed) return [0, ""];
    const at = typed.lastIndexOf(".");
    if (at > 0 && [full, bare].includes(typed.slice(0, at))) {
      const column = columns.find((one) => one.toLowerCase().startsWith(typed.slice(at + 1)));
      if (column) return [1, column];
    }
    if (bare.startsWith(typed) || full.startsWith(typed)) return [2, ""];
    const column = columns.find((one) => one.toLowerCase() === typed);
    if (column) return [3, column];
    return full.includes(typed) ? [4, ""] : [9, ""];
  }

  function found(known, typed) {
    const ranked = known.map(([name, page, columns]) => [...rank(name, columns, typed), name, page]).filter(([far]) => far < 9);
    return ranked.sort((one, other) => one[0] - other[0] || one[2].length - other[2].length).slice(0, MOST);
  }

  function link([, column, name, page]) {
    const made = document.createElement("a");
    made.href = new URL(`../../${page.split("/").map(encodeURIComponent).join("/")}.html`, folder).href;
    if (/^\w+$/.test(column)) made.hash = column;
    made.textContent = column ? `${name}.${column}` : name;
    const item = document.createElement("li");
    item.append(made);
    return item;
  }

  function start() {
    const input = document.querySelector(".md-search__input");
    const list = document.querySelector(".md-search-result__list");
    if (!input || !list) return;
    const shown = document.createElement("ul");
    shown.className = "docgen-names";
    shown.setAttribute("aria-label", "Found by name");
    list.before(shown);
    let waiting = 0;
    const clear = () => { clearTimeout(waiting); shown.replaceChildren(); };
    const answer = async (typed) => {
      const known = await names();
      if (typed === input.value.trim().toLowerCase()) shown.replaceChildren(...found(known, typed).map(link));
    };
    input.addEventListener("input", () => {
      const typed = input.value.trim().toLowerCase();
      clearTimeout(waiting);
      if (typed) waiting = setTimeout(() => answer(typed), WAIT);
      else clear();
    });
    new MutationObserver((records) => { if (records.some((one) => one.addedNodes.length)) clear(); }).observe(list, { childList: true });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
