"""dbmate: db/migrations/<version>*.sql by name, with `-- migrate:up` and `-- migrate:down` in one file."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, one_query, sides, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"(\d+)_?(.*)\.sql", re.ASCII)
_MARK = re.compile(r"^--[ \t]*migrate:(up|down)\b([^\r\n]*)", re.M)
_UP = re.compile(rb"^--[ \t]*migrate:up\b", re.M)


class Dbmate:
    """The migrations of dbmate."""

    name = "dbmate"
    title = "dbmate"
    places = ("db/migrations",)
    history = HistoryQuery(
        source="dbmate",
        schema="public",
        table="schema_migrations",
        columns=("version",),
        sql="""
            select version::text as version
            from public.schema_migrations
            order by schema_migrations.version collate "C" """,
        absent=("dirty", "inserted_at", "statements"),
        apart=("ar_internal_metadata",),
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the mark of the up side in any file."""
        marked = folder.marked(folder.sql, _UP, b"migrate:up")
        return Evidence(f'{marked} has the line "-- migrate:up"') if marked else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the file names; versions keep their leading zeros, as in the history table."""
        return unique(
            folder,
            self.title,
            (
                migration(folder, name, version=match[1], title=match[2], up=_up)
                for name in folder.sql
                if (match := _FILE.fullmatch(name))
            ),
        )


def _up(text: str) -> Up:
    marks = list(_MARK.finditer(text))
    sql, down = sides(text, [(*mark.span(), mark[1] == "up") for mark in marks])
    free = any(mark[1] == "up" and "transaction:false" in mark[2] for mark in marks)
    transaction = not free or one_query(sql)
    first = next((mark for mark in marks if mark[1] == "up"), None)
    outside = (first.end(), " transaction:false") if first and not free else None
    return Up(sql, down, transaction=transaction, opening="query" if free else "", outside=outside)


SOURCE = Dbmate()
