"""The migration tools, one per file, and how the one that a folder belongs to is told."""

from __future__ import annotations

import re
from pathlib import Path

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, MigrationSet
from docgen.sources import places
from docgen.sources.atlas import SOURCE as ATLAS
from docgen.sources.dbmate import SOURCE as DBMATE
from docgen.sources.diesel import SOURCE as DIESEL
from docgen.sources.drizzle import SOURCE as DRIZZLE
from docgen.sources.flyway import SOURCE as FLYWAY
from docgen.sources.golang_migrate import SOURCE as GOLANG_MIGRATE
from docgen.sources.goose import SOURCE as GOOSE
from docgen.sources.graphile_migrate import SOURCE as GRAPHILE_MIGRATE
from docgen.sources.liquibase import SOURCE as LIQUIBASE
from docgen.sources.node_pg_migrate import SOURCE as NODE_PG_MIGRATE
from docgen.sources.plain import SOURCE as PLAIN
from docgen.sources.prisma import SOURCE as PRISMA
from docgen.sources.programs import PROGRAMS
from docgen.sources.refinery import SOURCE as REFINERY
from docgen.sources.source import Evidence, Folder, Source
from docgen.sources.sqitch import SOURCE as SQITCH
from docgen.sources.sqlx import SOURCE as SQLX
from docgen.sources.supabase import SOURCE as SUPABASE
from docgen.sources.yoyo import SOURCE as YOYO

SOURCES: tuple[Source, ...] = (
    SUPABASE,
    PRISMA,
    DRIZZLE,
    FLYWAY,
    REFINERY,
    LIQUIBASE,
    ATLAS,
    GRAPHILE_MIGRATE,
    NODE_PG_MIGRATE,
    DIESEL,
    GOOSE,
    GOLANG_MIGRATE,
    DBMATE,
    SQLX,
    YOYO,
    SQITCH,
    PLAIN,
)

PLACES = tuple(dict.fromkeys(place for source in SOURCES for place in source.places))
_PROGRAMS = (".js", ".cjs", ".mjs", ".ts", ".py", ".go", ".rs", ".java", ".kt")
_NUMBER = re.compile(r"[VU]?(\d+)", re.ASCII)
_OTHERS = {
    ".py": "Alembic and Django write Python: let them print SQL (alembic upgrade --sql, manage.py sqlmigrate).",
    ".rb": "Rails writes Ruby: give docgen a database_url instead, it reads the live schema.",
    ".ts": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".js": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".go": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".xml": "Liquibase changelogs in XML cannot be read: write formatted SQL, or give docgen a database_url.",
    ".plan": "Sqitch keeps its SQL in deploy/, which is not here: restore it from version control.",
}


def histories(source: str = "auto") -> tuple[HistoryQuery, ...]:
    """The queries of every tool's history table, the one of ``source`` first, those of programs last."""
    ordered = sorted(SOURCES, key=lambda one: one.name != source)
    return (*(one.history for one in ordered if one.history is not None), *PROGRAMS)


def detect(folder: Path, root: Path | None = None) -> Source:
    """The tool that the folder belongs to.

    Raises SourceError if none fits (what was seen) or two fit (both, and the files that told).
    """
    return _detect(Folder(folder, root or _root(folder)))[0]


def read(root: Path, folder: Path, source: str = "auto") -> MigrationSet:
    """All migrations of ``folder`` in the order of the tool that ``source`` names, or that the files tell.

    Raises SourceError for a folder that holds none, and for a file that cannot be read.
    """
    return read_folder(Folder(folder, root), source)


def read_folder(found: Folder, source: str = "auto") -> MigrationSet:
    """All migrations of a folder that is listed already; its witness holds what was looked at.

    Raises SourceError for a folder that holds none, and for a file that cannot be read.
    """
    if source == "auto":
        tool, reason = _detect(found)
    else:
        tool, reason = named(source), f"the configuration says {source}"
    migrations = tool.read(found)
    if not migrations:
        raise _nothing(found, tool)
    return MigrationSet(
        source=tool.name, folder=found.shown, migrations=migrations, reason=reason, unread=_unread(found)
    )


def _unread(folder: Folder) -> tuple[str, ...]:
    """The names without their ending of the programs in the folder, and the numbers that they begin with."""
    stems = [name.rpartition(".")[0] for name in folder.files if name.endswith(_PROGRAMS)]
    numbers = [str(int(found[1])) for stem in stems if (found := _NUMBER.match(stem))]
    return tuple(dict.fromkeys((*stems, *numbers)))


def named(name: str) -> Source:
    """The tool called ``name``; raises SourceError with the nearest known name."""
    for source in SOURCES:
        if source.name == name:
            return source
    import difflib

    known = [source.name for source in SOURCES]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Known tools: {', '.join(sorted(known))}."
    raise SourceError(f"no migration tool is called {name!r}", hint)


def find_folder(root: Path) -> Path | None:
    """The folder of migrations: the first usual place that holds SQL, at the root or the only one below it."""
    return places.find_folder(root, PLACES)


def candidates(root: Path) -> tuple[Path, ...]:
    """Every usual place at the root and below it that holds SQL."""
    return places.candidates(root, PLACES)


def _detect(folder: Folder) -> tuple[Source, str]:
    fitting = [(source, evidence) for source in SOURCES if (evidence := source.fits(folder))]
    if not fitting:
        raise _nothing(folder, None)
    weight = max(evidence.weight for _, evidence in fitting)
    best = [(source, evidence) for source, evidence in fitting if evidence.weight == weight]
    if len(best) > 1:
        raise _several(folder, best)
    source, evidence = best[0]
    return source, f"{folder.shown}: {evidence.reason}"


def _several(folder: Folder, fitting: list[tuple[Source, Evidence]]) -> SourceError:
    told = "; ".join(f"{source.title}: {evidence.reason}" for source, evidence in fitting)
    names = " or ".join(f'source = "{source.name}"' for source, _ in fitting)
    return SourceError(
        f"{folder.shown} fits {len(fitting)} migration tools ({told})",
        f"Set {names} in docgen.toml, or keep each tool's files in a folder of their own.",
    )


def _nothing(folder: Folder, tool: Source | None) -> SourceError:
    seen = [*folder.files, *(f"{name}/" for name in folder.folders)]
    held = ", ".join(seen[:5]) + (f" and {len(seen) - 5} more" if len(seen) > 5 else "")
    files = f"{tool.title} would run none of its files" if tool else "it holds no SQL files"
    what = f"{files} ({held})" if seen else "it is empty"
    suffixes = {Path(name).suffix for name in folder.files}
    foreign = next((hint for suffix, hint in _OTHERS.items() if suffix in suffixes), "")
    correct = ", or correct source." if tool else "."
    return SourceError(
        f"no migrations in {folder.shown}: {what}",
        foreign or f"Set migrations in docgen.toml to the folder that holds them{correct}",
    )


def _root(folder: Path) -> Path:
    """The repository that the folder lies in, or the folder above it."""
    above = folder.absolute().parents
    return next((parent for parent in above if (parent / ".git").exists()), folder.absolute().parent)


__all__ = ["PLACES", "SOURCES", "Source", "candidates", "detect", "find_folder", "histories", "named", "read"]
