"""Plain files: every numbered *.sql of a folder in natural order, for projects that apply them by hand."""

from __future__ import annotations

import re
from collections import Counter

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import migration
from docgen.sources.source import POSSIBLE, Evidence, Folder
from docgen.sources.version import natural

_NUMBERED = re.compile(r"[A-Za-z]?(\d+(?:[-._]\d+)*)[-._ ]*(.*)\.sql", re.ASCII)
_DOWN = re.compile(r"[._-](down|rollback|undo|revert)\.sql\Z", re.IGNORECASE)


class Plain:
    """SQL files of no tool."""

    name = "plain"
    title = "plain SQL files"
    places = ("migrations", "db/migrations", "database/migrations", "sql/migrations", "sql")
    history: HistoryQuery | None = None

    def fits(self, folder: Folder) -> Evidence | None:
        """By any SQL file."""
        names = _names(folder)
        return Evidence(f"it holds {names[0]} and no tool's marks", POSSIBLE) if names else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In natural order. Where any file is numbered, files without a number (seed.sql) are left out."""
        names = _names(folder)
        numbers = Counter(_parts(name)[0] for name in names)
        migrations = []
        for name in names:
            number, title = _parts(name)
            version = number if numbers[number] == 1 else name.removesuffix(".sql")
            migrations.append(
                migration(folder, name, version=version, title=title or number, down=_down(folder, name), opening="")
            )
        return tuple(migrations)


def _names(folder: Folder) -> list[str]:
    names = sorted((name for name in folder.sql if not _DOWN.search(name)), key=natural)
    return [name for name in names if _NUMBERED.fullmatch(name)] or names


def _parts(name: str) -> tuple[str, str]:
    match = _NUMBERED.fullmatch(name)
    return (match[1], match[2]) if match else (name.removesuffix(".sql"), name.removesuffix(".sql"))


def _down(folder: Folder, name: str) -> str:
    stem = name.removesuffix(".sql").removesuffix(".up")
    names = (f"{stem}{mark}.sql" for mark in (".down", "_down", "-down", ".rollback", "_rollback", ".undo", ".revert"))
    return next((name for name in names if folder.holds(name)), "")


SOURCE = Plain()
