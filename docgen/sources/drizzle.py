"""Drizzle Kit: <number>_<name>.sql in the order of meta/_journal.json, or <timestamp>_<name>/migration.sql."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import migration, unique
from docgen.sources.source import Evidence, Folder
from docgen.sources.version import date_of

_JOURNAL = "meta/_journal.json"
_FILE = "migration.sql"
_SNAPSHOT = "snapshot.json"


class _Entry(msgspec.Struct):
    tag: str
    when: int  # milliseconds since 1970: what the history table keeps


class _Journal(msgspec.Struct):
    entries: tuple[_Entry, ...]


class Drizzle:
    """The migrations of Drizzle Kit, before and since its version 1."""

    name = "drizzle"
    title = "Drizzle Kit"
    places = ("drizzle", "drizzle/migrations", "src/db/migrations")
    history = HistoryQuery(
        source="drizzle",
        schema="drizzle",
        table="__drizzle_migrations",
        columns=("id", "hash", "created_at"),
        # created_at is when the file was written, not when it was applied.
        sql="""
            select created_at::text as version, hash::text as checksum
            from drizzle.__drizzle_migrations
            order by id""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the journal, or by subfolders that hold a migration.sql with its snapshot.json."""
        if _has_journal(folder):
            return Evidence(f"it holds {_JOURNAL}")
        first = next((name for name in folder.folders if _is_entry(folder, name)), None)
        return Evidence(f"it holds {first}/{_FILE} and {first}/{_SNAPSHOT}") if first else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the journal, or of the folder names. Raises SourceError if the journal names no file."""
        found = _by_journal(folder) if _has_journal(folder) else _by_folder(folder)
        return unique(folder, self.title, found)


def _has_journal(folder: Folder) -> bool:
    return "meta" in folder.folders and "_journal.json" in folder.inside("meta")


def _is_entry(folder: Folder, name: str) -> bool:
    return {_FILE, _SNAPSHOT} <= set(folder.inside(name))


def _by_journal(folder: Folder) -> list[Migration]:
    place = folder.place(_JOURNAL)
    try:
        journal = msgspec.json.decode(folder.bytes(_JOURNAL), type=_Journal)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"{place} is not a journal of Drizzle Kit: {error}"
        raise SourceError(message, "Restore it from version control.") from None
    there = [entry for entry in journal.entries if folder.holds(f"{entry.tag}.sql")]
    gone = [entry.tag for entry in journal.entries if entry not in there]
    if gone:
        said = f"{place} names {', '.join(gone)}, but there is no {folder.place(gone[0])}.sql"
        if not there:
            raise SourceError(said, "Restore the file, or take its entry out with drizzle-kit drop.")
        folder.notes.append(f"{said}: it is left out, and drizzle-kit migrate would stop there.")
    return [
        _migration(folder, f"{entry.tag}.sql", str(entry.when), entry.tag.partition("_")[2] or entry.tag)
        for entry in there
    ]


def _by_folder(folder: Folder) -> list[Migration]:
    names = [name for name in folder.folders if _FILE in folder.inside(name)]
    return [_migration(folder, f"{name}/{_FILE}", _version(name), name.partition("_")[2] or name) for name in names]


def _version(name: str) -> str:
    """The milliseconds since 1970 that the history table keeps for a folder called <YYYYMMDDhhmmss>_<name>."""
    digits = name.partition("_")[0]
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return digits
    return str(int(moment.timestamp()) * 1000)


def _migration(folder: Folder, name: str, version: str, title: str) -> Migration:
    return migration(
        folder,
        name,
        version=version,
        title=title,
        pieces=True,
        date=date_of(version),
        checksums=(folder.digest(name),),
    )


SOURCE = Drizzle()
