"""Link check: whether every link of the pages, and every place that one names, exists."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from docgen.render.document import Page

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<code>.*?</code>|<!--.*?-->")
_LABEL = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^()\s<>]*)>?(?:\s+[\"'(][^)]*)?\)")
_HREF = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
_TAGS = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\s(?:id|name)\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\{:?[^}]*#([\w-]+)[^}]*\}")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NO_WORD = re.compile(r"[^\w\s-]")
_GAP = re.compile(r"[-\s]+")


class BrokenLink(NamedTuple):
    """A link that leads nowhere: the page and line that hold it, its address, and what is missing."""

    page: str
    line: int
    address: str
    problem: str


class _Text(NamedTuple):
    links: list[tuple[int, str]]
    places: frozenset[str]


def broken_links(pages: Iterable[Page], files: Iterable[str] = ()) -> list[BrokenLink]:
    """The links of ``pages`` that lead nowhere, in the order of the pages.

    ``files``: paths below the docs folder that exist beside the pages. Addresses with a scheme, and those that
    leave the docs folder, are somebody else's.
    """
    texts = {page.path: _read(page.text) for page in pages if page.path.endswith((".md", ".txt"))}
    there = texts.keys() | set(files)
    return [
        BrokenLink(path, line, address, problem)
        for path, text in texts.items()
        for line, address in text.links
        if (problem := _problem(path, address, texts, there))
    ]


def places(markdown: str) -> frozenset[str]:
    """The places of a page that a link can name: its headings and its identifiers."""
    return _read(markdown).places


def _problem(page: str, address: str, texts: dict[str, _Text], there: set[str]) -> str:
    if _SCHEME.match(address) or not address:
        return "" if address else "the address is empty"
    path, _, place = address.partition("#")
    path = path.partition("?")[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
    if path.startswith("/") or target.startswith("../") or target == "..":
        return ""
    if target not in there:
        return f"there is no {target}"
    text = texts.get(target)
    if place and text is not None and unquote(place) not in text.places:
        return f"there is no place {place} on {target}"
    return ""


def _read(markdown: str) -> _Text:
    links: list[tuple[int, str]] = []
    places: set[str] = set()
    for number, line in _prose(markdown.split("\n")):
        if "<" in line or "{" in line:
            places.update(name for tag in _TAGS.findall(line) for name in _IDENTIFIER.findall(tag))
            places.update(_ATTRIBUTE.findall(line))
        heading = _HEADING.match(line)
        if heading:
            _add_heading(heading[1], places)
        if "](" in line or "<" in line or "]:" in line:
            bare = _CODE.sub("`", line)
            found = (*_LABEL.findall(bare), *_HREF.findall(bare), *_REFERENCE.findall(bare))
            links += [(number, html.unescape(address)) for address in found if address != "#" or "]:" not in bare]
    return _Text(links, frozenset(places))


def _prose(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line) if "``" in line or "~~" in line else None
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            yield number, line


def _add_heading(heading: str, places: set[str]) -> None:
    """The identifier that both GitHub and the site give a heading; a second one of that name gets a number."""
    words = html.unescape(_TAG.sub("", heading)).replace("`", "")
    place = _GAP.sub("-", _NO_WORD.sub("", words).strip().lower())
    number = 0
    while (name := f"{place}_{number}" if number else place) in places:
        number += 1
    places.add(name)
