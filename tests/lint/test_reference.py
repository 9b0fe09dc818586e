"""The generated pages of docs/rules are those of the docstrings."""

from __future__ import annotations

from pathlib import Path

from docgen.lint import reference

FOLDER = Path(__file__).parents[2] / "docs/rules"


def test_the_pages_are_fresh() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert written == reference.pages()
