"""Chain: the migrations of a folder, as the tool that it belongs to would run them."""

from __future__ import annotations

import re
from pathlib import Path

from docgen.model.migration import MigrationSet
from docgen.sources.detection import nothing, told
from docgen.sources.source import Folder
from docgen.sources.tools import named

_PROGRAMS = (".js", ".cjs", ".mjs", ".ts", ".py", ".go", ".rs", ".java", ".kt")
_NUMBER = re.compile(r"[VU]?(\d+)", re.ASCII)


def read(root: Path, folder: Path, source: str = "auto", python: str | None = None) -> MigrationSet:
    """All migrations of ``folder`` in the order of the tool that ``source`` names, or that the files tell.

    Raises SourceError for a folder that holds none, and for a file that cannot be read.
    """
    return read_folder(Folder(folder, root, python), source)


def read_folder(found: Folder, source: str = "auto") -> MigrationSet:
    """All migrations of a folder that is listed already; its witness holds what was looked at.

    Raises SourceError for a folder that holds none, and for a file that cannot be read.
    """
    if source == "auto":
        tool, reason, note = told(found)
    else:
        tool, reason, note = named(source), f"the configuration says {source}", ""
    migrations = tool.read(found)
    if not migrations:
        raise nothing(found, tool)
    return MigrationSet(
        source=tool.name,
        folder=found.shown,
        migrations=migrations,
        reason=reason,
        note=" ".join((note, *found.notes)).strip(),
        unread=_unread(found),
    )


def _unread(folder: Folder) -> tuple[str, ...]:
    """The names without their ending of the programs in the folder, and the numbers that they begin with."""
    stems = [name.rpartition(".")[0] for name in folder.files if name.endswith(_PROGRAMS)]
    numbers = [str(int(found[1])) for stem in stems if (found := _NUMBER.match(stem))]
    return tuple(dict.fromkeys((*stems, *numbers)))
