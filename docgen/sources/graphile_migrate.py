"""Graphile Migrate: committed/<number>-<message>.sql by number, each with its hash, and current.sql behind them."""

from __future__ import annotations

import hashlib
import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, text_of, unique
from docgen.sources.source import Evidence, Folder
from docgen.sql.split import split

_FILE = re.compile(r"([0-9]+)(?:-([-_a-zA-Z0-9]*))?\.sql", re.ASCII)
_HEADER = re.compile(r"--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?")
_HASH = re.compile(rb"^--! Hash:", re.M)
_FREE = re.compile(r"^--![ \t]*no-transaction\b", re.M)
_CURRENT = "current.sql"


class GraphileMigrate:
    """The committed migrations of Graphile Migrate, and the one that is being written."""

    name = "graphile-migrate"
    title = "Graphile Migrate"
    places = ("migrations", "db/migrations")
    history = HistoryQuery(
        source="graphile-migrate",
        schema="graphile_migrate",
        table="migrations",
        columns=("hash", "previous_hash", "filename", "date"),
        sql="""
            select regexp_replace(filename, '[.]sql$', '') as version,
                   to_char(date at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, hash as checksum
            from graphile_migrate.migrations
            order by filename collate "C" """,
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the header of a committed file, or by committed/ beside current.sql."""
        first = next((name for name in _committed(folder) if _HASH.search(folder.bytes(name))), None)
        if first:
            return Evidence(f'{first} has the line "--! Hash:"')
        if folder.holds(_CURRENT) and "committed" in folder.folders:
            return Evidence(f"it holds {_CURRENT} and committed/")
        return None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """By number; current.sql comes last, where it holds a statement."""
        found = sorted(_committed(folder), key=lambda name: int(_match(name)[1]))
        migrations = list(unique(folder, self.title, (_migration(folder, name) for name in found)))
        if folder.holds(_CURRENT) and split(text_of(folder, _CURRENT)):
            migrations.append(
                migration(
                    folder, _CURRENT, version="current", title="current", up=_current, opening="begin", repeatable=True
                )
            )
        return tuple(migrations)


def _committed(folder: Folder) -> list[str]:
    inside = [f"committed/{name}" for name in folder.inside("committed")] if "committed" in folder.folders else []
    here = folder.sql if folder.path.name == "committed" else ()
    return [name for name in (*inside, *here) if _FILE.fullmatch(name.rpartition("/")[2])]


def _match(name: str) -> re.Match[str]:
    found = _FILE.fullmatch(name.rpartition("/")[2])
    assert found is not None
    return found


def _migration(folder: Folder, name: str) -> Migration:
    number, slug = _match(name).groups()
    headers, body = _parsed(text_of(folder, name))
    previous = headers.get("Previous", "-")
    written = headers.get("Hash", "")
    return migration(
        folder,
        name,
        version=number,
        title=headers.get("Message") or (slug or number).replace("-", " "),
        up=_up,
        checksums=(written,) if "AllowInvalidHash" in headers else (_hash(body, "" if previous == "-" else previous),),
    )


def _parsed(text: str) -> tuple[dict[str, str], str]:
    headers: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADER.fullmatch(line.rstrip("\r"))
        if found is None:
            return headers, "\n".join(lines[number:])
        headers[found[1]] = (found[2] or "").strip()
    return headers, ""


def _hash(body: str, previous: str) -> str:
    content = f"{previous}\n{body.strip()}".strip() + "\n"
    return f"sha1:{hashlib.sha1(content.encode()).hexdigest()}"  # noqa: S324 - what Graphile Migrate keeps


def _up(text: str) -> Up:
    return Up(text, transaction=not _FREE.search(text))


def _current(text: str) -> Up:
    """The migration that is being written, whose text may still change: the others bear their hash."""
    up = _up(text)
    heads = len(text) - len(_parsed(text)[1])
    return up._replace(outside=(heads, "--! no-transaction\n") if up.transaction else None)


SOURCE = GraphileMigrate()
