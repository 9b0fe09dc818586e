"""sql-migrate: *.sql by the number in front, with `-- +migrate Up` and `-- +migrate Down` in one file."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, sides, unique
from docgen.sources.source import Evidence, Folder

_NUMBER = re.compile(r"\d+", re.ASCII)
_MARK = re.compile(r"^-- \+migrate[ \t]+(Up|Down)\b([^\r\n]*)", re.M)
_UP = re.compile(rb"^-- \+migrate[ \t]+Up\b", re.M)


class SqlMigrate:
    """The migrations of sql-migrate."""

    name = "sql-migrate"
    title = "sql-migrate"
    places = ("migrations",)
    history = HistoryQuery(
        source="sql-migrate",
        schema="public",
        table="gorp_migrations",
        columns=("id", "applied_at"),
        sql="""
            select id::text as version,
                   to_char(applied_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
            from public.gorp_migrations
            order by applied_at, id collate "C" """,
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the mark of the up side in any file."""
        marked = folder.marked(folder.sql, _UP, b"+migrate")
        return Evidence(f'{marked} has the line "-- +migrate Up"') if marked else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """By the number in front, then by name; those without a number come last. The file's name is the version."""
        found = (
            migration(folder, name, version=name, title=_title(name), up=_up, pieces=True)
            for name in sorted(folder.sql, key=_place)
        )
        return unique(folder, self.title, found)


def _place(name: str) -> tuple[bool, int, str]:
    number = _NUMBER.match(name)
    return number is None, int(number[0]) if number else 0, name


def _title(name: str) -> str:
    return _NUMBER.sub("", name.removesuffix(".sql"), count=1).lstrip("-_") or name.removesuffix(".sql")


def _up(text: str) -> Up:
    marks = list(_MARK.finditer(text))
    sql, down = sides(text, [(*mark.span(), mark[1] == "Up") for mark in marks])
    first = next((mark for mark in marks if mark[1] == "Up"), None)
    free = any(mark[1] == "Up" and "notransaction" in mark[2].split() for mark in marks)
    outside = (first.end(), " notransaction") if first and not free else None
    return Up(sql, down, transaction=not free, outside=outside)


SOURCE = SqlMigrate()
