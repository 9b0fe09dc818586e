"""A whole schema of hostile names and comments: pages stay valid, links lead somewhere, nothing can run."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.render.document import Page
from docgen.render.filters import visible
from docgen.render.link_check import broken_links
from docgen.render.pages import pages
from tests.render.nasty import NASTY, texts
from tests.render.reading import RENDERERS, read
from tests.render.worlds import world

ALLOWED = {
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "small",
        "strong",
        "em",
        "a",
    ),
    *("div", "details", "summary", "br", "blockquote", "span", "pre"),
}
ATTRIBUTES = {"href", "id", "class", "title", "open", "data-search-exclude", "markdown", "name"}
identifiers = texts.map(lambda value: value.encode("utf-8", "replace")[:50].decode("utf-8", "ignore")).filter(bool)


def rendered(names: list[str], words: list[str]) -> list[Page]:
    """The pages of a world."""
    return list(pages(world(names, words)))


def check(made: list[Page]) -> None:
    """Every page: links, elements, attributes and table rows."""
    paths = [page.path for page in made]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(re.fullmatch(r"[A-Za-z0-9_.$/-]+", path) for path in paths)
    assert broken_links(made) == []
    for page in made:
        assert visible(page.text) == page.text, page.path
        if page.path.endswith(".md"):
            for renderer in RENDERERS.values():
                _, tags, attributes = read(renderer(page.text))
                assert tags <= ALLOWED, page.path
                assert {name for name, _ in attributes} <= ATTRIBUTES, page.path
                assert not any(":" in value for name, value in attributes if name == "href"), page.path
            check_tables(page)


def check_tables(page: Page) -> None:
    """Every row of a table has as many cells as its head: nothing in a cell ends it."""
    cells, fence = 0, ""
    for line in page.text.split("\n"):
        mark = re.match("`{3,}", line)
        if fence:
            fence = "" if line == fence else fence
        elif mark:
            fence = mark[0]
        elif line.startswith("| "):
            cells = cells or line.count("|")
            assert line.count("|") == cells, (page.path, line)
        else:
            cells = 0 if not line.startswith("|") else cells


@pytest.mark.parametrize("start", range(0, len(NASTY), 8))
def test_nasty_names_give_valid_pages(start: int) -> None:
    words = list(NASTY[start : start + 8])
    names = [name for name in words if name] * 2
    check(rendered([*names[:8], "public", "orders"], words))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(identifiers, min_size=4, max_size=6), words=st.lists(texts, min_size=3, max_size=12))
def test_any_names_give_valid_pages(names: list[str], words: list[str]) -> None:
    check(rendered(names, words))


def test_names_that_a_file_system_confuses_have_files_of_their_own() -> None:
    names = ["a", "B", "a", "b", "a", "con", "a", "CON", "a", "b/c", "a", "b c", "a.b", "c", "a", "b.c"]
    check(rendered(names, ["x"]))


def test_the_same_document_gives_the_same_bytes() -> None:
    names = ["b", "a", "a", "b"]
    assert rendered(names, ["x", "y"]) == rendered(names, ["x", "y"])


def test_schemas_named_like_an_index_page_keep_their_links() -> None:
    check(rendered(["index", "readme", "readme", "index"], ["x"]))
