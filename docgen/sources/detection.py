"""Detect: which tool a folder belongs to, why, and what is done where two tools fit."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from docgen.errors import SourceError
from docgen.sources.source import Evidence, Folder, Source
from docgen.sources.tools import SOURCES

_OTHERS = {
    ".py": "Alembic and Django write Python: name the folder that holds alembic.ini or manage.py.",
    ".rb": "Rails writes Ruby: give docgen a database_url instead, it reads the live schema.",
    ".ts": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".js": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".go": "These are programs, not SQL: give docgen a database_url instead, it reads the live schema.",
    ".xml": "Liquibase changelogs in XML cannot be read: write formatted SQL, or give docgen a database_url.",
    ".plan": "Sqitch keeps its SQL in deploy/, which is not here: restore it from version control.",
}


# Tools that write files, or sums of them, that other tools run.
_WRITES_FOR = {
    "drizzle": {"supabase"},
    "atlas": {"flyway", "goose", "dbmate", "golang-migrate", "liquibase"},
}


class Told(NamedTuple):
    """The tool, the file that told it, and what a person should know where another fits too."""

    tool: Source
    reason: str
    note: str = ""


class _Fit(NamedTuple):
    """A tool that fits, and why."""

    source: Source
    evidence: Evidence


def detect(folder: Path, root: Path | None = None) -> Source:
    """The tool that the folder belongs to.

    Raises SourceError if none fits (what was seen), or two that would run it differently (both, and what told).
    """
    return told(Folder(folder, root or _root(folder))).tool


def told(folder: Folder) -> Told:
    """The tool of a folder that is listed already. Raises SourceError as ``detect`` does."""
    fitting = [_Fit(source, evidence) for source in SOURCES if (evidence := source.fits(folder))]
    if not fitting:
        raise nothing(folder, None)
    weight = max(fit.evidence.weight for fit in fitting)
    best = [fit for fit in fitting if fit.evidence.weight == weight]
    fit, why = (best[0], "") if len(best) == 1 else _settled(folder, best)
    reason = f"{folder.shown}: {fit.evidence.reason}"
    return Told(fit.source, reason, _note(folder, fit, [one for one in best if one is not fit], why))


def _settled(folder: Folder, fitting: list[_Fit]) -> tuple[_Fit, str]:
    """The one that counts and why: the tool that runs what another writes, or the first where all run the same."""
    names = {fit.source.name for fit in fitting}
    runners = [fit for fit in fitting if not (names - {fit.source.name}) & _WRITES_FOR.get(fit.source.name, set())]
    if len(runners) == 1:
        return runners[0], "but it only writes there what another tool runs"
    orders = [_order(folder, fit.source) for fit in runners]
    if any(one is None or one != orders[0] for one in orders):
        raise _several(folder, fitting)
    return runners[0], "and it would run the same SQL in the same order"


def _order(folder: Folder, source: Source) -> list[tuple[str, str]] | None:
    """The files with the SQL of their up sides, in the tool's order; None where it cannot read them."""
    try:
        return [(one.path, one.sql) for one in source.read(folder)]
    except SourceError:
        return None


def _note(folder: Folder, fit: _Fit, others: list[_Fit], why: str) -> str:
    if not others:
        return ""
    too = " and ".join(f"{other.source.title} ({other.evidence.reason})" for other in others)
    keys = " or ".join(f'source = "{other.source.name}"' for other in others)
    tool = f"{fit.source.title} ({fit.evidence.reason})"
    return f"{folder.shown} is read as files of {tool}. It fits {too} too, {why}. To change that, set {keys}."


def _several(folder: Folder, fitting: list[_Fit]) -> SourceError:
    told = "; ".join(f"{fit.source.title}: {fit.evidence.reason}" for fit in fitting)
    names = " or ".join(f'source = "{fit.source.name}"' for fit in fitting)
    return SourceError(
        f"{folder.shown} fits {len(fitting)} migration tools ({told})",
        f"Set {names} in docgen.toml, or keep each tool's files in a folder of their own.",
    )


def nothing(folder: Folder, tool: Source | None) -> SourceError:
    """What to say of a folder in which no tool, or not the one that was named, finds a migration."""
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
