"""The generated pages of docs/rules are those of the docstrings."""

from __future__ import annotations

from pathlib import Path

from docgen.lint import reference

FOLDER = Path(__file__).parents[2] / "docs/rules"


def test_the_pages_are_fresh() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert written == reference.pages()


def test_the_table_of_rules_is_fresh() -> None:
    place, text = reference.table()
    assert place.read_text(encoding="utf-8") == text
