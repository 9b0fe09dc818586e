"""refinery: V<version>__<name>.sql and U<version>__<name>.sql by number, also in subfolders, each in a transaction."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.checksum import siphash13
from docgen.sources.reading import migration, text_of, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"[UV](\d+)__(\w+)\.sql", re.ASCII)
_INT4 = 2**31


class Refinery:
    """The SQL migrations of refinery; those in Rust are left out."""

    name = "refinery"
    title = "refinery"
    places = ("migrations", "src/migrations")
    history = HistoryQuery(
        source="refinery",
        schema="public",
        table="refinery_schema_history",
        columns=("version", "name", "applied_on", "checksum"),
        # applied_on is text as Rust's RFC 3339 writes it.
        sql="""
            select version::text as version, name::text as name,
                   to_char(applied_on::timestamptz at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   checksum::text as checksum
            from public.refinery_schema_history
            order by applied_on::timestamptz, refinery_schema_history.version""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By these names and a Cargo.toml on the way up that names refinery."""
        first = next((name for name in folder.below if _FILE.fullmatch(name.rpartition("/")[2])), None)
        return (
            Evidence(f"it holds {first} and Cargo.toml names refinery") if first and folder.crate("refinery") else None
        )

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the numbers; leading zeros do not count, as in the history table."""
        found = [(name, match) for name in folder.below if (match := _FILE.fullmatch(name.rpartition("/")[2]))]
        found.sort(key=lambda one: int(one[1][1]))
        return unique(folder, self.title, (_migration(folder, name, match) for name, match in found))


def _migration(folder: Folder, name: str, match: re.Match[str]) -> Migration:
    version = int(match[1])
    return migration(
        folder,
        name,
        version=str(version),
        title=match[2].replace("_", " "),
        checksums=_checksums(match[2], version, text_of(folder, name)),
    )


def _checksums(name: str, version: int, sql: str) -> tuple[str, ...]:
    """As the crate is built: versions are of 4 bytes, or of 8 with its feature int8-versions."""
    sizes = (4, 8) if version < _INT4 else (8,)
    before, behind = name.encode() + b"\xff", sql.encode() + b"\xff"
    return tuple(str(siphash13(before + version.to_bytes(size, "little") + behind)) for size in sizes)


SOURCE = Refinery()
