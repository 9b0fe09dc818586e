"""Search: the index of a large site in pieces, of which an answer loads the few that it needs."""

from __future__ import annotations

import html
import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

WHOLE = 2**19
"""Bytes of the theme's index up to which it stays: a browser reads that as fast as the pieces."""

_PIECE = 64 * 2**10
_LONGEST = 64
# Characters of a section that an answer can show; all its words are found.
_SHOWN = 8 * 2**10
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_DRAWING = re.compile(r"<pre><code>(?:erDiagram|flowchart)\b.*?</code></pre>", re.DOTALL)
# How much it says that a word stands there: the engine knows these as well.
_TEXT, _LEAD, _HEADING, _TITLE = range(4)
_COLUMNS = "columns"

_Key = TypeVar("_Key")


class _Section(NamedTuple):
    anchor: str
    title: str
    text: str


def cut_search(site: Path, whole: int = WHOLE) -> bool:
    """Put docgen's engine and its pieces in place of the theme's where the index of a built ``site`` has more bytes.

    False where it has not, and for a theme without such an index. The pieces are scripts, which a page that was opened
    from a folder may load too. Raises OSError when the disk refuses.
    """
    index = site / "search" / "search_index.json"
    engines = list((site / "assets" / "javascripts" / "workers").glob("search.*.js"))
    if not engines or not index.is_file() or index.stat().st_size <= whole:
        return False
    written = json.loads(index.read_bytes())
    pieces = _pieces(written["docs"])
    digest = sha256()
    for name, text in pieces:
        data = f"docgenPieces[{json.dumps(name)}]={text};\n".encode()
        digest.update(data)
        (index.parent / f"{name}.js").write_bytes(data)
    rest = json.dumps({"config": {**written["config"], "pieces": digest.hexdigest()[:16]}, "docs": []})
    index.write_text(rest, encoding="utf-8")
    if (script := index.with_suffix(".js")).is_file():
        script.write_text(f"var __index = {rest}", encoding="utf-8")
    assets = importlib.resources.files("docgen").joinpath("assets")
    own = b"\n".join(assets.joinpath(name).read_bytes() for name in ("search-order.js", "search-engine.js"))
    for engine in engines:
        engine.write_bytes(own)
    return True


def _pieces(docs: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(name, JSON) of every piece: texts of pages, words with the pages they are on, and the head that tells where.

    A page is [address, title, number of its piece]; a heading that no other section has [heading, page, anchor]; a word
    [word, [steps from page to page * 4 + how much it says]].
    """
    index = _Index({}, {})
    pages: list[tuple[str, str, int]] = []
    firsts: list[str] = []
    for number, (inside, text) in enumerate(_cut(index.texts(docs))):
        yield f"texts-{number}", text
        pages += [(address, title, number) for address, title in inside]
    for number, (words, text) in enumerate(_cut(index.places())):
        yield f"words-{number}", text
        firsts.append(words[0])
    headings = [(title, *place) for title, place in index.headings.items() if place]
    yield "head", _json({"pages": pages, "headings": headings, "words": firsts})


class _Index(NamedTuple):
    """Each word with page * 4 + how much it says there; each heading with its page and anchor, None for several."""

    words: dict[str, list[int]]
    headings: dict[str, tuple[int, str] | None]

    def texts(self, docs: Iterable[dict[str, Any]]) -> Iterator[tuple[tuple[str, str], str]]:
        """((address, title), JSON) of every page, whose words and headings are noted."""
        for number, (address, sections) in enumerate(_pages(docs)):
            for word, weight in _weights(sections).items():
                self.words.setdefault(word, []).append(number * 4 + weight)
            for section in sections[1:]:
                self.headings[section.title] = None if section.title in self.headings else (number, section.anchor)
            shown = [section._replace(text=section.text[:_SHOWN]) for section in sections]
            yield (address, sections[0].title), _json(shown)

    def places(self) -> Iterator[tuple[str, str]]:
        """(word, JSON) of every word, in the order in which JavaScript compares texts."""
        for word in sorted(self.words, key=lambda word: word.encode("utf-16-be")):
            places = self.words[word]
            steps = [places[0], *(place - (before >> 2 << 2) for before, place in pairwise(places))]
            yield word, _json([word, steps])


def _cut(entries: Iterable[tuple[_Key, str]]) -> Iterator[tuple[list[_Key], str]]:
    """The keys and the JSON of each piece: as many entries as fit into one."""
    keys, texts, size = list[_Key](), list[str](), 0
    for key, text in entries:
        if texts and size + len(text) > _PIECE:
            yield keys, f"[{','.join(texts)}]"
            keys, texts, size = [], [], 0
        keys.append(key)
        texts.append(text)
        size += len(text)
    if texts:
        yield keys, f"[{','.join(texts)}]"


def _pages(docs: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[_Section]]]:
    """Each page's address with its sections, of which the first is the page itself."""
    placed = sorted(docs, key=lambda doc: doc["location"].partition("#")[0])
    for address, found in groupby(placed, key=lambda doc: doc["location"].partition("#")[0]):
        sections = sorted((_section(doc) for doc in found), key=lambda section: section.anchor != "")
        if sections[0].anchor:
            sections.insert(0, _Section("", sections[0].title, ""))
        yield address, sections


def _section(doc: dict[str, Any]) -> _Section:
    text = " ".join((_DRAWING.sub(" ", doc["text"]), *doc.get("tags", ())))
    return _Section(doc["location"].partition("#")[2], _plain(doc["title"]), _plain(text))


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _weights(sections: Sequence[_Section]) -> dict[str, int]:
    """Every word of a page with the most that it says there."""
    said: dict[str, int] = {}
    for section in sections:
        heading = _HEADING if section.anchor else _TITLE
        text = _HEADING if section.anchor == _COLUMNS else _TEXT if section.anchor else _LEAD
        for words, weight in ((section.text, text), (section.title, heading)):
            for word in set(_WORD.findall(words.lower())):
                if len(word) <= _LONGEST:
                    said[word] = max(weight, said.get(word, _TEXT))
    return said


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
