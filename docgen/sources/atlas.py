"""Atlas: <version>_<name>.sql by name in a folder with atlas.sum, with directives in comments."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, text_of, unique
from docgen.sources.source import Evidence, Folder

_SUM = "atlas.sum"
_FILE = re.compile(r"([^_]+)(?:_(.*))?\.sql")
_DIRECTIVE = re.compile(r"^--[ \t]*atlas:(\w+)(?:[ \t]+([^\r\n]*?))?[ \t]*\r?$", re.M)
_LEFT_OUT = re.compile(rb"^[ -~]*atlas:sum +ignore\b")


class Atlas:
    """The versioned migrations of Atlas."""

    name = "atlas"
    title = "Atlas"
    places = ("migrations", "db/migrations", "ent/migrate/migrations")
    history = HistoryQuery(
        source="atlas",
        schema="atlas_schema_revisions",
        table="atlas_schema_revisions",
        columns=(
            "version",
            "description",
            "type",
            "applied",
            "total",
            "executed_at",
            "execution_time",
            "error",
            "hash",
        ),
        # Rows of Atlas' own begin with a dot; execution_time counts nanoseconds.
        sql="""
            select version::text as version, description::text as name,
                   to_char(executed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   (execution_time / 1000000)::bigint as milliseconds, hash::text as checksum,
                   coalesce(error, '') = '' and applied = total as success
            from atlas_schema_revisions.atlas_schema_revisions
            where version not like '.%'
            order by executed_at, version""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By atlas.sum."""
        return Evidence(f"it holds {_SUM}") if folder.holds(_SUM) else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """By file name; the newest checkpoint stands in for older files that are gone."""
        sums = _sums(folder)
        return unique(
            folder,
            self.title,
            (
                migration(
                    folder,
                    name,
                    version=match[1],
                    title=match[2] or match[1],
                    up=_up,
                    pieces=True,
                    checksums=(sums[name],) if name in sums else (),
                    chained=True,
                )
                for name in _run(folder)
                if (match := _FILE.fullmatch(name))
            ),
        )


def _run(folder: Folder) -> Sequence[str]:
    """The files that a database runs which has run all there were: checkpoints are for new ones."""
    checkpoints = [name for name in folder.sql if _directives(text_of(folder, name)).get("checkpoint") is not None]
    if checkpoints and folder.sql[0] in checkpoints:
        checkpoints = [name for name in checkpoints if name != folder.sql[0]]
    return [name for name in folder.sql if name not in checkpoints]


def _sums(folder: Folder) -> dict[str, str]:
    """What Atlas keeps of each file: the SHA-256 of its name and content behind those of all files before it."""
    total, found = hashlib.sha256(), {}
    for name in folder.sql:
        total.update(name.encode())
        content = folder.bytes(name)
        if not _LEFT_OUT.match(content):
            total.update(content)
            found[name] = base64.b64encode(total.digest()).decode()
    return found


def _directives(text: str) -> dict[str, str]:
    return {match[1]: match[2] or "" for match in _DIRECTIVE.finditer(text)}


def _up(text: str) -> Up:
    directives = _directives(text)
    outside = None if directives else (0, "-- atlas:txmode none\n\n")
    return Up(text, transaction=directives.get("txmode") != "none", outside=outside)


SOURCE = Atlas()
