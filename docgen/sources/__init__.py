"""The migration tools, one per file, and the migrations of a folder as its tool would run them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.sources.chain import read, read_folder
    from docgen.sources.detection import detect
    from docgen.sources.place_table import PLACES
    from docgen.sources.places import candidates, find_folder, home_of_programs, left_aside, programs_seen
    from docgen.sources.source import Source
    from docgen.sources.tools import SOURCES, histories, named

__all__ = [
    "PLACES",
    "SOURCES",
    "Source",
    "candidates",
    "detect",
    "find_folder",
    "histories",
    "home_of_programs",
    "left_aside",
    "named",
    "programs_seen",
    "read",
    "read_folder",
]
_HOMES = {
    "chain": ("read", "read_folder"),
    "detection": ("detect",),
    "place_table": ("PLACES",),
    "places": ("candidates", "find_folder", "home_of_programs", "left_aside", "programs_seen"),
    "source": ("Source",),
    "tools": ("SOURCES", "histories", "named"),
}


def __getattr__(name: str) -> Any:
    """What is asked for, out of its module: to import every tool takes longer than judging a file that has none."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
