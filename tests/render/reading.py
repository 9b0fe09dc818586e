"""Reading: Markdown as the site and GitHub render it, seen as a reader and as a browser see it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

EXTENSIONS = {
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.details": {},
    "pymdownx.highlight": {"anchor_linenums": False},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {},
}
SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"


class _Reading(HTMLParser):
    """The elements of a piece of HTML and the text that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if ("class", "headerlink") in attrs:
            self._hidden += 1
        if tag == "br":
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def site(source: str) -> str:
    """HTML as Python-Markdown makes it with the extensions of the site."""
    configs = {name: config for name, config in EXTENSIONS.items() if config}
    return str(markdown.markdown(source, extensions=list(EXTENSIONS), extension_configs=configs))


def github(source: str) -> str:
    """HTML as GitHub's flavour of Markdown makes it, before anything is cleaned away."""
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(source))


RENDERERS = {"site": site, "github": github}


def read(html: str) -> tuple[str, set[str], list[tuple[str, str]]]:
    """The text that a reader sees with its white space made one, the elements, the attributes."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return squeezed("".join(reading.text)), reading.tags, reading.attributes


def squeezed(value: str) -> str:
    """``value`` with every run of white space as one space."""
    return re.sub(f"[ \t\n{SPACES}]+", " ", value).strip()
