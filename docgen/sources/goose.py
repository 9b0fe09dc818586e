"""goose: <version>_<name>.sql by number, with `-- +goose Up` and `-- +goose Down` in one file."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.blank import neutral
from docgen.sources.reading import Up, migration, sides, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"(\d+)_(.*)\.sql", re.ASCII)
_MARK = re.compile(
    r"^[ \t]*--[ \t]*\+goose[ \t]+(up|down|no[ \t]+transaction|envsub[ \t]+o(?:n|ff))\b[^\r\n]*", re.I | re.M
)
_UP = re.compile(rb"^[ \t]*--[ \t]*\+goose[ \t]+up\b", re.I | re.M)


class Goose:
    """The SQL migrations of goose; those in Go are left out."""

    name = "goose"
    title = "goose"
    places = ("migrations", "db/migrations", "sql/schema")
    history = HistoryQuery(
        source="goose",
        schema="public",
        table="goose_db_version",
        columns=("id", "version_id", "is_applied", "tstamp"),
        # One row for each way up and each way down: the newest counts; row 0 is goose's own. tstamp has no zone.
        sql="""
            select version_id::text as version, to_char(tstamp, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   not is_applied as rolled_back
            from (select distinct on (version_id) *
                  from public.goose_db_version
                  order by version_id, id desc) as newest
            where version_id > 0
            order by id""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the mark of the up side in any file."""
        marked = folder.marked(folder.sql, _UP, b"+goose")
        return Evidence(f'{marked} has the line "-- +goose Up"') if marked else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the numbers; leading zeros do not count, as in the history table."""
        found = [match for name in folder.sql if (match := _FILE.fullmatch(name)) and int(match[1]) > 0]
        return unique(
            folder,
            self.title,
            (
                migration(folder, match[0], version=str(int(match[1])), title=match[2], up=_up, pieces=True)
                for match in sorted(found, key=lambda match: int(match[1]))
            ),
        )


def _up(text: str) -> Up:
    marks = [(" ".join(mark[1].lower().split()), *mark.span()) for mark in _MARK.finditer(text)]
    sql, down = sides(text, [(start, end, word == "up") for word, start, end in marks if word in ("up", "down")])
    free = any(word == "no transaction" for word, _, _ in marks)
    return Up(
        _substituted(sql, marks) if any(word == "envsub on" for word, _, _ in marks) else sql,
        down,
        transaction=not free,
        outside=None if free else (0, "-- +goose NO TRANSACTION\n"),
    )


def _substituted(sql: str, marks: list[tuple[str, int, int]]) -> str:
    """The text with ``${x}`` made harmless where goose would put in environment variables."""
    switches = [(start, word == "envsub on") for word, start, _ in marks if word.startswith("envsub")]
    pieces = [sql[: switches[0][0]]]
    for (start, on), until in zip(switches, (*(switch[0] for switch in switches[1:]), len(sql)), strict=True):
        piece = sql[start:until]
        pieces.append(neutral(piece, dollar=True) if on else piece)
    return "".join(pieces)


SOURCE = Goose()
