"""sqlx: <version>_<name>.sql, or .up.sql with .down.sql, by number; `-- no-transaction` in the first line."""

from __future__ import annotations

import hashlib
import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, down_file, migration, one_query, unique
from docgen.sources.source import LIKELY, Evidence, Folder

_FILE = re.compile(r"(\d+)_(.*?)(\.up)?\.sql", re.ASCII)
_NO_TRANSACTION = "-- no-transaction"


class Sqlx:
    """The migrations of sqlx, simple or reversible."""

    name = "sqlx"
    title = "sqlx"
    places = ("migrations",)
    history = HistoryQuery(
        source="sqlx",
        schema="public",
        table="_sqlx_migrations",
        columns=("version", "description", "installed_on", "success", "checksum", "execution_time"),
        sql="""
            select version::text as version, description as name,
                   to_char(installed_on at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   encode(checksum, 'hex') as checksum, success, (execution_time / 1000000)::bigint as milliseconds
            from public._sqlx_migrations
            order by installed_on, _sqlx_migrations.version""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By a Cargo.toml on the way up that names sqlx, or by the mark in a file."""
        first = next((name for name in folder.sql if _FILE.fullmatch(name)), None)
        if first is None:
            return None
        marked = next((name for name in folder.sql if folder.bytes(name).startswith(_NO_TRANSACTION.encode())), None)
        if marked is not None:
            return Evidence(f'{marked} begins with "{_NO_TRANSACTION}"', LIKELY)
        if folder.crate("sqlx"):
            return Evidence(f"it holds {first} and Cargo.toml names sqlx", LIKELY)
        return None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the numbers; leading zeros do not count, as in the history table."""
        found = [match for name in folder.sql if (match := _FILE.fullmatch(name)) and not name.endswith(".down.sql")]
        return unique(
            folder,
            self.title,
            (
                migration(
                    folder,
                    match[0],
                    version=str(int(match[1])),
                    title=match[2].replace("_", " "),
                    up=_up,
                    down=down_file(folder, match[0]),
                    checksums=(hashlib.sha384(folder.bytes(match[0])).hexdigest(),),
                )
                for match in sorted(found, key=lambda match: int(match[1]))
            ),
        )


def _up(text: str) -> Up:
    free = text.startswith(_NO_TRANSACTION)
    outside = None if free else (0, f"{_NO_TRANSACTION}\n")
    return Up(text, transaction=not free or one_query(text), opening="query" if free else "", outside=outside)


SOURCE = Sqlx()
