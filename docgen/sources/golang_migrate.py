"""golang-migrate: <version>_<name>.up.sql and .down.sql by number, each file sent as one query."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import down_file, migration, single, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"(\d+)_(.*)\.up\.sql", re.ASCII)
_NUMBERED = re.compile(r"\d+_", re.ASCII)
# Projects for several servers name the server in front of .up.sql; some of them run the file outside a transaction.
_SERVER = re.compile(
    r"\.(?:(?P<ours>postgres(?:ql)?)|mysql|mariadb|sqlite3?|cockroach(?:db)?|mssql|sqlserver)"
    r"(?:\.autocommit)?\.up\.sql$"
)


class GolangMigrate:
    """The migrations of golang-migrate."""

    name = "golang-migrate"
    title = "golang-migrate"
    places = ("db/migrations", "migrations", "internal/db/migrations")
    history = HistoryQuery(
        source="golang-migrate",
        schema="public",
        table="schema_migrations",
        columns=("version", "dirty"),
        sql="""
            select version::text as version, not dirty as success
            from public.schema_migrations""",
        newest_only=True,
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the names .up.sql and .down.sql, unless a Cargo.toml on the way up says that sqlx reads them.

        A project whose own program runs its files has some with .up.sql, none with .down.sql, and others with neither.
        """
        first = next((name for name in folder.sql if _FILE.fullmatch(name)), None)
        if first is None or folder.crate("sqlx"):
            return None
        ways_back = any(name.endswith(".down.sql") for name in folder.sql)
        others = any(_NUMBERED.match(name) and not _FILE.fullmatch(name) for name in folder.sql)
        return Evidence(f"it holds {first}") if ways_back or not others else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the numbers; leading zeros do not count, as in the history table.

        Of the files of one number that name a server, PostgreSQL's counts; without one, the file that names none.
        """
        found = _for_postgresql([match for name in folder.sql if (match := _FILE.fullmatch(name))])
        return unique(
            folder,
            self.title,
            (
                migration(
                    folder,
                    match[0],
                    version=str(int(match[1])),
                    title=match[2],
                    up=single,
                    opening="query",
                    down=down_file(folder, match[0]),
                )
                for match in sorted(found, key=lambda match: int(match[1]))
            ),
        )


def _for_postgresql(found: list[re.Match[str]]) -> list[re.Match[str]]:
    servers = {match[0]: _SERVER.search(match[0]) for match in found}
    ours = {int(match[1]) for match in found if (server := servers[match[0]]) and server["ours"]}
    chosen = []
    for match in found:
        server = servers[match[0]]
        if (server is None and int(match[1]) not in ours) or (server is not None and server["ours"]):
            chosen.append(match)
    return chosen


SOURCE = GolangMigrate()
