"""Flyway: V<version>__<name>.sql by version, R__<name>.sql last, U as the down side, B as a baseline."""

from __future__ import annotations

import re
from typing import NamedTuple

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.checksum import crc32_of_lines
from docgen.sources.reading import Up, migration, outside, text_of, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"(?:([VUB])(\d+(?:[._]\d+)*)|(R))__(.*)\.sql", re.ASCII)
_NO_TRANSACTION = re.compile(r"^\s*executeInTransaction\s*=\s*false\s*$", re.I | re.M)


class _File(NamedTuple):
    path: str
    kind: str
    version: str
    numbers: tuple[int, ...]
    title: str


class Flyway:
    """The SQL migrations of Flyway, also in subfolders; those in Java and callbacks are left out."""

    name = "flyway"
    title = "Flyway"
    places = ("src/main/resources/db/migration", "db/migration", "flyway/sql")
    history = HistoryQuery(
        source="flyway",
        schema="public",
        table="flyway_schema_history",
        columns=(
            "installed_rank",
            "version",
            "description",
            "type",
            "script",
            "checksum",
            "installed_by",
            "installed_on",
            "execution_time",
            "success",
        ),
        # A repeatable migration has no version and a row for each run; an undone one a newer row that says so.
        sql="""
            select version, name, at, by, checksum, success or undone as success, undone as rolled_back, milliseconds
            from (select distinct on (coalesce(version, script))
                         coalesce(version, regexp_replace(script, '^.*/|[.]sql$', '', 'g'))::text as version,
                         description::text as name,
                         to_char(installed_on, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                         installed_by::text as by, case when type not like 'UNDO%' then checksum::text end as checksum,
                         success, type like 'UNDO%' as undone, type, installed_rank,
                         execution_time::bigint as milliseconds
                  from public.flyway_schema_history
                  order by coalesce(version, script), installed_rank desc) as newest
            where type not in ('DELETE', 'SCHEMA')
            order by installed_rank""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By a file called V<version>__<name>.sql or R__<name>.sql, unless a Cargo.toml says that refinery reads it."""
        first = next((file.path for file in _files(folder)), None)
        return Evidence(f"it holds {first}") if first and not folder.crate("refinery") else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """By version part by part as numbers, then the repeatable ones by name."""
        files = _files(folder)
        down = {file.numbers: file.path for file in files if file.kind == "U"}
        numbered = sorted(_versioned(files), key=lambda file: file.numbers)
        repeatable = sorted((file for file in files if file.kind == "R"), key=lambda file: file.title)
        return unique(folder, self.title, (_migration(folder, file, down) for file in (*numbered, *repeatable)))


def _files(folder: Folder) -> tuple[_File, ...]:
    found = []
    for path in folder.below:
        if match := _FILE.fullmatch(path.rpartition("/")[2]):
            kind, version = match[1] or match[3], (match[2] or "").replace("_", ".")
            numbers = tuple(int(part) for part in version.split(".") if part)
            while len(numbers) > 1 and numbers[-1] == 0:  # 1.0 is 1 for Flyway
                numbers = numbers[:-1]
            title = match[4].replace("_", " ")
            found.append(_File(path, kind, version or f"R__{match[4]}", numbers, title))
    return tuple(found)


def _versioned(files: tuple[_File, ...]) -> list[_File]:
    """The V files; the newest baseline stands in for older ones that are gone.

    A database that ran the older files never runs the baseline, so beside them it says nothing new.
    """
    versions = [file for file in files if file.kind == "V"]
    newest = max((file for file in files if file.kind == "B"), key=lambda file: file.numbers, default=None)
    if newest is None or any(file.numbers <= newest.numbers for file in versions):
        return versions
    return [newest, *versions]


def _migration(folder: Folder, file: _File, down: dict[tuple[int, ...], str]) -> Migration:
    settings = f"{file.path}.conf"
    free = folder.has(settings) and _NO_TRANSACTION.search(text_of(folder, settings))
    return migration(
        folder,
        file.path,
        version=file.version,
        title=file.title,
        up=Up if free else outside,
        down=down.get(file.numbers, "") if file.kind == "V" else "",
        pieces=True,
        transaction=not free,
        dollar=True,
        repeatable=file.kind == "R",
        checksums=_checksums(folder, file),
    )


def _checksums(folder: Folder, file: _File) -> tuple[str, ...]:
    """Flyway puts the values into a repeatable migration before it takes the checksum, and only it knows them."""
    content = folder.bytes(file.path)
    return () if file.kind == "R" and b"${" in content else (str(crc32_of_lines(content)),)


SOURCE = Flyway()
