"""The search of a large site in pieces, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from docgen.site.search import cut_search

DOCS = [
    {"location": "b.html", "title": "shop.orders", "text": "<p>What was <code>bought</code> &amp; paid.</p>"},
    {"location": "b.html#columns", "title": "Columns", "text": "Column <code>id</code>"},
    {
        "location": "b.html#neighbourhood",
        "title": "Neighbourhood",
        "text": "<pre><code>erDiagram x</code></pre> more",
    },
    {"location": "a.html#columns", "title": "Columns", "text": "<code>id</code>"},
    {"location": "a.html#old", "title": "Ä old", "text": "paid"},
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("search", "assets/javascripts/workers"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "assets/javascripts/workers/search.0.min.js").write_text("theme")
    index = json.dumps({"config": {"separator": "x"}, "docs": DOCS})
    (tmp_path / "search/search_index.json").write_text(index)
    (tmp_path / "search/search_index.js").write_text(f"var __index = {index}")
    return tmp_path


def piece(site: Path, name: str) -> Any:
    text = (site / "search" / f"{name}.js").read_text()
    return json.loads(text.removeprefix(f'docgenPieces["{name}"]=').removesuffix(";\n"))


def test_the_index_of_a_small_site_stays(site: Path) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.js*")}
    assert cut_search(site) is False
    assert before == {path: path.read_bytes() for path in site.rglob("*.js*")}


def test_another_theme_keeps_its_search(site: Path) -> None:
    (site / "assets/javascripts/workers/search.0.min.js").unlink()
    assert cut_search(site, whole=0) is False


def test_a_large_index_is_cut(site: Path) -> None:
    assert cut_search(site, whole=0) is True
    assert piece(site, "head") == {
        "pages": [["a.html", "Columns", 0], ["b.html", "shop.orders", 0]],
        "headings": [["Ä old", 0, "old"], ["Neighbourhood", 1, "neighbourhood"]],
        "words": ["bought"],
    }
    assert piece(site, "texts-0") == [
        [["", "Columns", ""], ["columns", "Columns", "id"], ["old", "Ä old", "paid"]],
        [
            ["", "shop.orders", "What was bought & paid."],
            ["columns", "Columns", "Column id"],
            ["neighbourhood", "Neighbourhood", "more"],
        ],
    ]
    words = dict(piece(site, "words-0"))
    assert (words["paid"], words["id"], words["orders"], words["old"]) == ([0, 5], [2, 6], [7], [2])


def test_what_the_theme_reads_is_empty_and_names_the_pieces(site: Path) -> None:
    cut_search(site, whole=0)
    text = (site / "search/search_index.json").read_text()
    left = json.loads(text)
    assert (left["docs"], left["config"]["separator"], len(left["config"]["pieces"])) == ([], "x", 16)
    assert (site / "search/search_index.js").read_text() == f"var __index = {text}"
    assert "docgenPieces" in (site / "assets/javascripts/workers/search.0.min.js").read_text()
