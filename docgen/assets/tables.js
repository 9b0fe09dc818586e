/* Sorts and filters the tables of a page: on the site alone, since GitHub shows the same Markdown as it is.
 *
 * A table of more than a handful of rows gets a button in every header: up, down, and back to the page's own order. A
 * longer one gets a field that leaves the rows with all the words typed. A link into a row that is filtered out clears
 * the filter. Every anchor in a cell gets a link to itself, so that a column's address can be copied. What is in the
 * cells is only ever read and moved as it is, never as markup.
 */
(() => {
  "use strict";
  const SORTED_FROM = 6;
  const FILTERED_FROM = 13;
  const SEVERITIES = ["error", "warning", "info"];
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const filters = new Map();

  function made(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /* Lists of rows and nothing else: no cell spans others, every row is as long as the header, and the header is no row
   * itself, as it is where one thing's facts are listed. */
  function regular(table) {
    const headers = table.tHead?.rows.length === 1 ? table.tHead.rows[0].cells.length : 0;
    const rows = table.tBodies.length === 1 ? [...table.tBodies[0].rows] : [];
    const facts = table.tHead?.querySelector("th > strong");
    return headers > 0 && !facts && rows.every((row) => row.cells.length === headers) && !table.querySelector("[colspan], [rowspan]");
  }

  /* Empty cells come last whichever way; severities by weight; all else as people count: 9 before 10. */
  function compare(one, other) {
    const [weight, otherWeight] = [SEVERITIES.indexOf(one), SEVERITIES.indexOf(other)];
    return weight >= 0 && otherWeight >= 0 ? weight - otherWeight : collator.compare(one, other);
  }

  function sorted(rows, column, way) {
    const texts = new Map(rows.map((row) => [row, row.cells[column].textContent.trim()]));
    const [full, empty] = [rows.filter((row) => texts.get(row)), rows.filter((row) => !texts.get(row))];
    full.sort((one, other) => way * compare(texts.get(one), texts.get(other)));
    return [...full, ...empty];
  }

  function makeSortable(table) {
    const rows = [...table.tBodies[0].rows];
    const headers = [...table.tHead.rows[0].cells];
    for (const [column, header] of headers.entries()) {
      if (!header.textContent.trim()) continue;
      const button = made("button", { type: "button", class: "docgen-sort" }, ...header.childNodes);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[header.getAttribute("aria-sort")];
        for (const one of headers) one.removeAttribute("aria-sort");
        if (next === null) return table.tBodies[0].append(...rows);
        header.setAttribute("aria-sort", next ?? "ascending");
        table.tBodies[0].append(...sorted(rows, column, next ? -1 : 1));
      });
      header.append(button);
    }
    table.setAttribute("data-sortable", "");
  }

  function makeFilterable(table, heading) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase());
    const label = heading ? `Filter ${heading}` : "Filter the table";
    const field = made("input", {
      type: "search", autocomplete: "off", spellcheck: "false", placeholder: `Filter ${rows.length} rows`, "aria-label": label,
    });
    const told = made("span", { role: "status" });
    const show = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row, at) => { row.hidden = !words.every((word) => texts[at].includes(word)); });
      told.textContent = words.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows` : "";
    };
    const clear = () => { field.value = ""; show(); };
    field.addEventListener("input", show);
    field.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
    (table.closest(".md-typeset__scrollwrap") ?? table).before(made("div", { class: "docgen-filter" }, field, told));
    filters.set(table, clear);
  }

  /* Shows the row that an address names, and says whether it was out of sight. */
  function uncover(hash) {
    let name = hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* an address that is no encoded text is its own name */ }
    const row = (document.getElementById(name) ?? document.getElementsByName(name)[0])?.closest("tr[hidden]");
    filters.get(row?.closest("table"))?.();
    return row;
  }

  function nameAnchors(article) {
    for (const anchor of article.querySelectorAll("td > a[id]:empty:not([href])")) {
      const name = anchor.closest("td").textContent.trim();
      const own = made("a", { class: "docgen-anchor", "aria-label": `Link to ${name}`, title: "Link to this row" });
      own.setAttribute("href", `#${encodeURIComponent(anchor.id)}`);
      anchor.closest("td").append(own);
    }
  }

  function start() {
    const article = document.querySelector("article");
    if (!article) return;
    let heading = "";
    for (const one of article.querySelectorAll(`${HEADINGS}, table:not([class])`)) {
      if (one.matches(HEADINGS)) {
        heading = one.textContent.replace("¶", "").trim();
      } else if (regular(one)) {
        const { length } = one.tBodies[0].rows;
        if (length >= SORTED_FROM) makeSortable(one);
        if (length >= FILTERED_FROM) makeFilterable(one, heading);
      }
    }
    nameAnchors(article);
    addEventListener("hashchange", () => { uncover(location.hash)?.scrollIntoView({ block: "center" }); });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (link?.hash && link.pathname === location.pathname) uncover(link.hash);
    }, true);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
