"""node-pg-migrate: <number>_<name>.sql by number, with `-- Up Migration` and `-- Down Migration` in one file."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.blank import blank
from docgen.sources.reading import Up, migration, unique
from docgen.sources.source import LIKELY, Evidence, Folder

_FILE = re.compile(r"(\d+)[^\d].*\.sql", re.ASCII)
_UP = re.compile(r"^[^\S\r\n]*--[\s-]*up\s+migration", re.I | re.M)
_DOWN = re.compile(r"^[^\S\r\n]*--[\s-]*down\s+migration[^\r\n]*", re.I | re.M)
_MARK = re.compile(rb"^\s*--[\s-]*up\s+migration", re.I | re.M)


class NodePgMigrate:
    """The SQL migrations of node-pg-migrate; those in JavaScript and TypeScript are left out."""

    name = "node-pg-migrate"
    title = "node-pg-migrate"
    places = ("migrations",)
    history = HistoryQuery(
        source="node-pg-migrate",
        schema="public",
        table="pgmigrations",
        columns=("id", "name", "run_on"),
        # run_on has no zone: it is the session's.
        sql="""
            select name::text as version, name::text as name, to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
            from public.pgmigrations
            order by run_on, id""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the mark of the up side in any file, or by a package.json on the way up that names the tool."""
        names = [name for name in folder.sql if _FILE.fullmatch(name)]
        marked = folder.marked(names, _MARK, b"migration")
        if marked:
            return Evidence(f'{marked} has the line "-- Up Migration"')
        if names and folder.manifest("package.json", '"node-pg-migrate"'):
            return Evidence(f"it holds {names[0]} and package.json names node-pg-migrate", LIKELY)
        return None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """By number, then by name; the history table keeps names without their ending."""
        found = [match for name in folder.sql if (match := _FILE.fullmatch(name))]
        return unique(
            folder,
            self.title,
            (
                migration(folder, match[0], version=stem, title=stem[len(match[1]) + 1 :], up=_up)
                for match in sorted(found, key=lambda match: (int(match[1]), match[0]))
                for stem in (match[0].removesuffix(".sql"),)
            ),
        )


def _up(text: str) -> Up:
    """As the tool cuts it: a file without the mark of its up side is run whole."""
    up, down = _UP.search(text), _DOWN.search(text)
    if down is None:
        return Up(blank(text, [(0, up.start())]) if up else text)
    if up is None:
        return Up(text, text[down.end() :].strip("\r\n"))
    if up.start() < down.start():
        hidden, behind = [(0, up.start()), (down.start(), len(text))], text[down.end() :]
    else:
        hidden, behind = [(0, up.start())], text[down.end() : up.start()]
    return Up(blank(text, hidden), behind.strip("\r\n"))


SOURCE = NodePgMigrate()
