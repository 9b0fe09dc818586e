"""Usual: the folders that the tools use by default, as a table that can be read without importing any tool."""

from __future__ import annotations

from pathlib import Path

from docgen.sources.tools import SOURCES


def table() -> tuple[Path, str]:
    """The module that lists them in the tools' order: its place and its text."""
    places = dict.fromkeys(place for source in SOURCES for place in source.places)
    lines = [
        '"""Place table: the folders that the tools use by default. Made from them: run make docs."""',
        "",
        "from __future__ import annotations",
        "",
        "PLACES: tuple[str, ...] = (",
        *(f'    "{place}",' for place in places),
        ")",
    ]
    return Path(__file__).with_name("place_table.py"), "\n".join(lines) + "\n"
