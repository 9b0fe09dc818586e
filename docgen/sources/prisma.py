"""Prisma Migrate: migrations/<timestamp>_<name>/migration.sql, each sent as one query."""

from __future__ import annotations

from docgen.disk.witness import digest
from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import migration, single
from docgen.sources.source import Evidence, Folder

_FILE = "migration.sql"
_LOCK = "migration_lock.toml"


class Prisma:
    """The migrations of Prisma."""

    name = "prisma"
    title = "Prisma Migrate"
    places = ("prisma/migrations",)
    history = HistoryQuery(
        source="prisma",
        schema="public",
        table="_prisma_migrations",
        columns=("migration_name", "checksum", "started_at", "finished_at", "rolled_back_at"),
        # A migration that failed and was tried again has a row for each try: the last one counts.
        sql="""
            select migration_name as version, migration_name as name,
                   to_char(coalesce(rolled_back_at, finished_at) at time zone 'utc',
                           'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   checksum::text as checksum,
                   rolled_back_at is not null or finished_at is not null as success,
                   rolled_back_at is not null as rolled_back,
                   (extract(epoch from finished_at - started_at) * 1000)::bigint as milliseconds
            from (select distinct on (migration_name) *
                  from public._prisma_migrations
                  order by migration_name, started_at desc) as last_try
            order by started_at, migration_name""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the lock file, or by folders with a migration.sql below prisma/."""
        if folder.holds(_LOCK):
            return Evidence(f"it holds {_LOCK}")
        first = next((name for name in folder.folders if _FILE in folder.inside(name)), None)
        if first is None or "snapshot.json" in folder.inside(first):
            return None
        schema = folder.beside("schema.prisma")
        near = f" and {schema.name} lies beside it" if schema else ""
        return Evidence(f"it holds {first}/{_FILE}{near}")

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the folder names, which are the versions."""
        return tuple(
            migration(
                folder,
                f"{name}/{_FILE}",
                version=name,
                title=name.partition("_")[2] or name,
                up=single,
                opening="query",
                checksums=_checksums(folder, f"{name}/{_FILE}"),
            )
            for name in folder.folders
            if _FILE in folder.inside(name)
        )


def _checksums(folder: Folder, name: str) -> tuple[str, ...]:
    """Prisma takes a file with either kind of line end for the same."""
    content = folder.bytes(name)
    lines = content.replace(b"\r\n", b"\n")
    others = (other for other in (lines, lines.replace(b"\n", b"\r\n")) if other != content)
    return (folder.digest(name), *(digest(other) for other in others))


SOURCE = Prisma()
