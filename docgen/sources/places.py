"""Places: where in a project the folders of migrations lie, told from the usual places, names and numbered files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from docgen.sources.alembic import ENVIRONMENT
from docgen.sources.alembic import SETTINGS as ALEMBIC
from docgen.sources.django import MARK as DJANGO_MARK
from docgen.sources.django import SETTINGS as DJANGO
from docgen.sources.flyway import SOURCE as FLYWAY
from docgen.sources.liquibase import SOURCE as LIQUIBASE
from docgen.sources.place_table import PLACES
from docgen.sources.sqitch import PLAN

_UNITS = frozenset(("migration.sql", "up.sql"))  # what a folder that is one migration holds
_DEEP = (*FLYWAY.places, *LIQUIBASE.places)  # of tools that read subfolders too
_VAGUE = ("deploy", "sql/schema", "sql")  # places that mean something else in many projects
_NO_PROJECT = {"node_modules", "vendor", "target", "dist", "build", "site-packages", "venv", "__pycache__"}
_ASIDE = re.compile(r"\b(?:examples?|tests?|testdata|testing|fixtures?|samples?|demos?|e2e|spec|stub)\b")
_OTHER_SERVERS = re.compile(
    r"(?:^|[/._-])(?:mysql|mariadb|sqlite3?|clickhouse|ch(?:migrations)?|cockroach(?:db)?|mssql|sqlserver|oracle|h2|bigquery|cassandra"
    r"|spanner|d1|libsql|duckdb|tidb|vertica|ydb|snowflake|redshift)(?:$|[/._-])"
)
_FOREIGN = re.compile(rb"\bengine\s*=\s*\w*(?:mergetree|innodb)|\bauto_?increment\b|^\s*pragma\b", re.I | re.M)
_PROGRAMS = ("rb", "exs", "ts", "js", "mjs", "cjs", "go", "py", "php", "kt", "java", "rs")
_NUMBERED = re.compile(r"[VvRU]?\d+[-._ ].*\.sql", re.ASCII)
_FEWEST = 2  # numbered files of which a folder with no telling name needs so many
_DEEPEST = 10  # folders below the root: service/src/main/resources/org/company/service/migration lies so deep
_MOST = 20_000  # folders looked at: a home folder is no project
_LOOKED_INTO = 3  # files


class _Seen(NamedTuple):
    """One folder that was listed."""

    path: Path
    below: str  # relative to the project, posix, in lower case
    files: tuple[str, ...]  # the SQL directly in it
    units: bool  # a folder in it is a migration
    programs: bool  # a tool starts here that prints its SQL
    code: str  # the ending of the first program directly in it, "" without one


def find_folder(root: Path) -> Path | None:
    """The folder of migrations: the first usual place at the root that holds SQL, or the one below it that does."""
    for place in PLACES:
        found = _in_place(root / place) if place not in _VAGUE else []
        if len(found) == 1:
            return found[0]
    below = _below(root)
    if len(below) == 1:
        return below[0]
    vague = [] if below else _vague(root)
    return vague[0] if vague else None


def left_aside(root: Path, chosen: Path) -> tuple[str, ...]:
    """The other usual places at the root that hold SQL: ``find_folder`` takes the first."""
    places = [found for place in PLACES if place not in _VAGUE for found in _in_place(root / place)]
    return tuple(one.relative_to(root).as_posix() for one in dict.fromkeys(places) if one != chosen)


def candidates(root: Path) -> tuple[Path, ...]:
    """Every folder of migrations: the usual places at the root, then what lies below, by path.

    Folders for other servers are left out, and those of tests and examples where there are others.
    """
    here = [found for place in PLACES if place not in _VAGUE for found in _in_place(root / place)]
    return tuple(dict.fromkeys((*here, *_below(root)))) or _vague(root)


def programs_seen(root: Path) -> str:
    """A sentence on the first folder of migrations that are programs, "" where there is none."""
    told = (one for one in _walk(root) if one.code and "migrat" in one.path.name.lower())
    found = next((one for one in told if not _ASIDE.search(one.below)), None)
    if found is None:
        return ""
    place = found.path.relative_to(root).as_posix()
    return f"{place} holds programs (.{found.code}), of which docgen reads the history table alone: see database_url."


def _vague(root: Path) -> tuple[Path, ...]:
    return tuple(found for place in _VAGUE for found in _in_place(root / place))


def _below(root: Path) -> tuple[Path, ...]:
    """Folders whose path tells that they hold migrations, and those of programs; else those with numbered files."""
    seen = [one for one in _walk(root) if not _OTHER_SERVERS.search(one.below)]
    named = [one for one in seen if _is_named(one) and (one.files or one.units)]
    vague = {root / place for place in _VAGUE}
    numbered = [one for one in seen if one.path not in vague and _numbered(one.files) >= _FEWEST]
    programs = [one for one in seen if one.programs]
    told = [one for one in (*named, *programs) or numbered if not _is_foreign(one)]
    serious = [one for one in told if not _ASIDE.search(one.below)]
    return tuple(dict.fromkeys(_home(one.path) for one in serious or told))


def _numbered(names: Iterable[str]) -> int:
    return sum(_NUMBERED.fullmatch(name) is not None for name in names)


def _home(path: Path) -> Path:
    """The folder itself, or the one above it whose tool reads what lies below."""
    above = (one for one in path.parents if any(one.as_posix().endswith(f"/{place}") for place in _DEEP))
    return next(above, path)


def _in_place(path: Path) -> list[Path]:
    """The folder itself where it holds SQL; where it has a folder for each server, that of PostgreSQL."""
    if path.name == "deploy" and not _lies(path.parent / PLAN):  # much else is deployed
        return []
    if not path.is_dir() or _lies(path / ENVIRONMENT):
        return []
    if any(True for _ in path.glob("*.sql")):
        return [path]
    inside = sorted({found.parent for found in path.glob("*/*.sql")})
    servers = [one for one in inside if not _OTHER_SERVERS.search(one.name.lower())]
    return servers if len(servers) < len(inside) else [path] if inside else []


def _is_named(one: _Seen) -> bool:
    """Whether the folder's path tells that it holds migrations, and no programs of Alembic."""
    if any(_lies(path / ENVIRONMENT) for path in (one.path, one.path.parent)) or _is_planned(one.path):
        return False
    if any(f"/{one.below}".endswith(f"/{place}") for place in PLACES if place not in _VAGUE):
        return True
    above = one.below.rpartition("/")[0]
    if one.path.name == "deploy":
        return _lies(one.path.parent / PLAN)
    return "migrat" in one.path.name.lower() or (not one.units and "migrat" in above.rpartition("/")[2])


def _is_planned(path: Path) -> bool:
    """Whether it lies inside the scripts of a Sqitch project, whose plan says what runs."""
    return any(above.name in ("deploy", "revert", "verify") and _lies(above.parent / PLAN) for above in path.parents)


def _lies(path: Path) -> bool:
    """Whether something lies there, as far as one may look."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where a folder may not be searched


def _is_foreign(one: _Seen) -> bool:
    """Whether the first files are written for another server; what cannot be read is said when it is read whole."""
    return any(_FOREIGN.search(_content(one.path / name)) for name in one.files[:_LOOKED_INTO])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def home_of_programs(path: Path, root: Path) -> Path | None:
    """The folder, at ``path`` or above it within the project, from which the tool of its programs is run."""
    above = [path, *path.parents]
    within = above[: above.index(root) + 1] if root in above else []
    return next((one for one in within if _starts_programs(one, _entries(one)[0])), None)


def _starts_programs(path: Path, files: Iterable[str]) -> bool:
    if ALEMBIC in files:
        return True
    return DJANGO in files and DJANGO_MARK in (path / DJANGO).read_bytes()


def _walk(root: Path) -> Iterator[_Seen]:
    """The folders below the root, by path; not into what is built, vendored or hidden, nor into a single migration."""
    pending, looked = [(root, "", _entries(root))], 0
    while pending and looked < _MOST:
        looked += 1
        path, below, (files, folders) = pending.pop()
        inside = {name: _entries(path / name) for name in folders if below.count("/") < _DEEPEST}
        units = [name for name, (inner, _) in inside.items() if not _UNITS.isdisjoint(inner)]
        sql = tuple(name for name in files if name.endswith(".sql"))
        code = next((ending for name in files if (ending := name.rpartition(".")[2]) in _PROGRAMS), "")
        yield _Seen(path, below, sql, bool(units), _starts_programs(path, files), code)
        deeper = [name for name in reversed(inside) if name not in units]
        pending += [(path / name, f"{below}/{name.lower()}".lstrip("/"), inside[name]) for name in deeper]


def _entries(path: Path) -> tuple[list[str], list[str]]:
    """The sorted names of files, and of folders that may hold what people wrote."""
    files, folders = [], []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    files.append(entry.name)
                elif entry.name not in _NO_PROJECT and not entry.name.startswith("."):
                    folders.append(entry.name)
    except OSError:  # what may not be listed holds no migrations for us
        return [], []
    return sorted(files), sorted(folders)
