/* The search of a large site: answers like the theme's own engine, from pieces of an index that docgen site has cut.
 *
 * The head names the pages and says where the words begin. A word's piece says on which pages it stands and how much that
 * means there; of the best pages the texts are loaded, for the sections and lines to show. Only the last question counts.
 */
(() => {
  "use strict";
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  const MOST = 50, WITH_TEXT = 10, SECTIONS = 3, PIECES = 4, AROUND = 200;
  const SAYS = [1, 4, 9, 20]; // in a text, of a page's description, of a heading or column, of a title
  const BEGINNING = 0.6; // of what the word itself would count
  const NAMED = 1e6, ALIKE = 1e5; // more than all words together
  const WORDS = /[\p{L}\p{N}]+/gu, ENDING = /(?<=.{4})(?:e?s|ed|ing)$/;
  const QUESTION = new Set("a an and are at by does for from how in is it of on or the to what where which who with".split(" "));
  const here = typeof document === "undefined" ? location.href : document.querySelector("script[src]").src;
  const folder = new URL("../../../search/", here);
  const pieces = (self.docgenPieces = {});
  let version = "", names = null;

  async function load(wanted) {
    const missing = [...new Set(wanted)].filter((name) => !(name in pieces));
    if (missing.length) await importScripts(...missing.map((name) => new URL(`${name}.js?${version}`, folder).href));
    return wanted.map((name) => pieces[name]);
  }

  async function head() {
    const [loaded] = await load(["head"]);
    names ??= [...loaded.pages.map(([, title], page) => [title, page, ""]), ...loaded.headings]
      .map(([title, page, anchor]) => ({ name: title.toLowerCase(), page, anchor }))
      .map((one) => ({ ...one, bare: one.name.slice(one.name.lastIndexOf(".") + 1) }));
    return loaded;
  }

  /* Page -> how much `word`, another form of it, or a word that begins with it, says there. */
  async function places(word, { pages, words }) {
    const stem = word.replace(ENDING, "");
    const after = (text) => { const at = words.findIndex((first) => first > text); return at < 0 ? words.length : at; };
    const start = Math.max(0, after(stem) - 1), end = Math.min(after(`${stem}\uffff`), start + PIECES);
    const loaded = await load([...Array(end - start).keys()].map((at) => `words-${start + at}`));
    const said = new Map();
    for (const [one, steps] of loaded.flat()) {
      if (!one.startsWith(stem)) continue;
      const rare = Math.log(1 + pages.length / steps.length) * (one === word ? 1 : BEGINNING);
      let page = 0;
      for (const step of steps) {
        page += step >> 2;
        said.set(page, Math.max(rare * SAYS[step & 3], said.get(page) ?? 0));
      }
    }
    return said;
  }

  /* Pages that are called so, then those that have most of the words, where they say most. */
  function ranked(found, typed) {
    const scores = new Map(), hits = new Map();
    for (const said of found) {
      for (const [page, weight] of said) {
        scores.set(page, (scores.get(page) ?? 0) + weight);
        hits.set(page, (hits.get(page) ?? 0) + 1);
      }
    }
    for (const [page, score] of scores) scores.set(page, score * (hits.get(page) / found.length) ** 2);
    const called = new Map();
    for (const { name, bare, page, anchor } of names) {
      const far = typed.includes(bare) ? self.docgenDistance(name, typed) : self.docgenDistance.NONE;
      const near = anchor && far > 1 ? 0 : self.docgenDistance.NONE - far;
      const alike = bare.startsWith(typed) ? 2 : Number(name.includes(typed));
      const score = near * NAMED + alike * ALIKE;
      if (score > (called.get(page)?.score ?? 0)) called.set(page, { score, anchor });
    }
    for (const [page, { score }] of called) scores.set(page, (scores.get(page) ?? 0) + score);
    const order = ([one, more], [other, less]) => less - more || names[one].name.length - names[other].name.length || one - other;
    return [...scores].sort(order).slice(0, MOST).map(([page, score]) => ({ page, score, anchor: called.get(page)?.anchor }));
  }

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const stands = (words) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map((word) => word.replace(ENDING, "")).join("|")})[\\p{L}\\p{N}]*`, "giu");

  function marked(text, pattern) {
    let done = 0, result = "";
    for (const { 0: word, index } of text.matchAll(pattern)) {
      result += `${escaped(text.slice(done, index))}<mark>${escaped(word)}</mark>`;
      done = index + word.length;
    }
    return result + escaped(text.slice(done));
  }

  /* The stretch of a text that has most of the words; its beginning when it has none. */
  function teaser(text, pattern) {
    const matches = [...text.matchAll(pattern)].slice(0, 500);
    let start = 0, most = 0;
    for (const [at, { index }] of matches.entries()) {
      const near = new Set();
      for (let next = at; next < matches.length && matches[next].index < index + AROUND; next++) near.add(matches[next][0].toLowerCase());
      if (near.size > most) [start, most] = [index, near.size];
    }
    start = start < AROUND / 4 ? 0 : text.lastIndexOf(" ", start - AROUND / 4) + 1;
    const stop = text.indexOf(" ", start + AROUND);
    const shown = text.slice(start, stop < 0 ? text.length : stop);
    return shown && `<p>${start ? "… " : ""}${marked(shown, pattern)}${stop < 0 ? "" : " …"}</p>`;
  }

  /* A page as the theme shows it: itself, and the sections that have most of the words, or are called so. */
  function item([address], sections, { score, anchor }, words, terms) {
    const pattern = stands(words), each = words.map((word) => new RegExp(stands([word]), "iu")), whole = words.length + 1;
    const said = (text) => each.filter((word) => word.test(text)).length;
    const named = (one) => (one === (anchor ?? "") && score >= (anchor ? ALIKE : 2 * NAMED) ? whole : 0);
    const shown = sections.map(([place, heading, text]) => ({
      location: place ? `${address}#${place}` : address,
      title: marked(heading, pattern),
      text: teaser(text, pattern),
      terms,
      score: named(place) || said(`${heading} ${text}`) + said(heading) / 8,
    }));
    const best = shown.slice(1).filter((one) => one.score).sort((one, other) => other.score - one.score).slice(0, SECTIONS);
    return [shown[0], ...best].sort((one, other) => other.score - one.score);
  }

  async function items(typed) {
    const all = [...new Set(typed.match(WORDS) ?? [])], telling = all.filter((word) => !QUESTION.has(word));
    const words = telling.length ? telling : all;
    if (!words.length) return [];
    const index = await head(), found = [];
    for (const word of words) found.push(await places(word, index));
    const best = ranked(found, typed);
    const texts = await load(best.slice(0, WITH_TEXT).map(({ page }) => `texts-${index.pages[page][2]}`));
    return best.map((one, at) => {
      const [, title, piece] = index.pages[one.page];
      const first = index.pages.findIndex((page) => page[2] === piece);
      const sections = at < WITH_TEXT ? texts[at][one.page - first] : [["", title, ""]];
      const terms = Object.fromEntries(words.map((word, number) => [word, found[number].has(one.page)]));
      return item(index.pages[one.page], sections, one, words, terms);
    });
  }

  let asked = 0;
  addEventListener("message", async ({ data: { type, data } }) => {
    if (type === SETUP) {
      version = data.config.pieces;
      postMessage({ type: READY });
    } else if (type === QUERY) {
      const turn = ++asked;
      const answered = await items(data.trim().toLowerCase());
      if (turn === asked) postMessage({ type: RESULT, data: { items: answered, suggest: [] } });
    }
  });
})();
