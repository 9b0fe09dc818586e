"""Where in a project the folders of migrations are, when nobody has said it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from docgen.sources.sqitch import PLAN

_DEPTH = 8  # folders below the root: apps/api/src/main/resources/db/migration lies so deep
_NEAR = 2  # a project of a monorepo; deeper, a place must be called what tells it
_MOST = 20_000  # folders looked at: a home folder is no project
_NO_PROJECT = {"node_modules", "vendor", "target", "dist", "build", "site-packages", "venv"}
_TELLING = ("migrations", "migration", "drizzle", "changelog")  # what deep below the root is hardly anything else
_ASIDE = re.compile(r"\b(?:examples?|tests?|testdata|testing|fixtures?|samples?|demos?|e2e)\b")
_OTHER_SERVER = re.compile(
    r"(?:\b|_)(?:clickhouse|ch|mysql|mariadb|tidb|sqlite3?|d1|libsql|mssql|sqlserver|oracle|cassandra|spanner|duckdb)(?:\b|_)"
)


def candidates(root: Path, places: tuple[str, ...]) -> tuple[Path, ...]:
    """Every folder of a usual place that holds SQL, at the root and below it, those of examples and tests last.

    ``places`` are the usual places of the tools, relative, the likeliest first. What is plainly of another server
    (``mysql/migrations``) is left out.
    """
    here = [root / place for place in places if _holds_sql(root / place)]
    below = [one for one in _below(root, places) if not _OTHER_SERVER.search(one.relative_to(root).as_posix())]
    below.sort(key=lambda one: (bool(_ASIDE.search(one.relative_to(root).as_posix())), one))
    return tuple(dict.fromkeys((*here, *below)))


def find_folder(root: Path, places: tuple[str, ...]) -> Path | None:
    """The first usual place at the root that holds SQL, or the only one below it, examples and tests aside."""
    for place in places:
        if _holds_sql(root / place):
            return root / place
    found = candidates(root, places)
    serious = [one for one in found if not _ASIDE.search(one.relative_to(root).as_posix())] or found
    return serious[0] if len(serious) == 1 else None


def _below(root: Path, places: tuple[str, ...]) -> Iterator[Path]:
    """The usual places in the folders of a project."""
    level, looked = _folders(root), 0
    for depth in range(1, _DEPTH + 1):
        next_level: list[Path] = []
        for folder in level:
            looked += 1
            if looked > _MOST:
                return
            if _is_place(folder.relative_to(root).as_posix(), places, depth) and _holds_sql(folder):
                yield folder
            else:
                next_level += _folders(folder)
        level = next_level


def _is_place(path: str, places: tuple[str, ...], depth: int) -> bool:
    return any(
        f"/{path}".endswith(f"/{place}")
        and (depth - place.count("/") - 1 <= _NEAR or place.rpartition("/")[2] in _TELLING)
        for place in places
    )


def _holds_sql(path: Path) -> bool:
    if path.name == "deploy" and not (path.parent / PLAN).exists():  # much else is deployed
        return False
    return path.is_dir() and any(True for pattern in ("*.sql", "*/*.sql") for _ in path.glob(pattern))


def _folders(path: Path) -> list[Path]:
    try:
        with os.scandir(path) as entries:
            names = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
    except OSError:  # what may not be listed holds no migrations for us
        return []
    return [path / name for name in names if name not in _NO_PROJECT and not name.startswith(".")]
