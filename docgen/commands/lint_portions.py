"""Whose settings docgen lint and docgen prove go by: of several databases each, for the paths that are its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docgen.commands.lint_targets import Settings
from docgen.errors import SourceError

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace


class Place(NamedTuple):
    """Where the configuration is, and which of its databases is meant, as it was typed."""

    directory: Path
    config_file: Path | None = None
    database: str | None = None


class Only(NamedTuple):
    """The rules that were typed."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


ANY_RULE = Only()


class Portion(NamedTuple):
    """What of the typed paths is judged by one database's settings; no paths: all of it."""

    settings: Settings
    paths: tuple[str, ...]


def read_portions(place: Place, paths: tuple[str, ...], only: Only = ANY_RULE) -> list[Portion]:
    """The settings for the ``paths``; of several databases those of each, for the paths in its migrations.

    Raises ConfigError, and SourceError where no database has migrations.
    """
    if place.config_file is None and place.database is None and not _configured(place.directory.resolve()):
        return [Portion(Settings(place.directory.resolve(), select=only.select, ignore=only.ignore), paths)]
    from docgen.config.workspace import load

    home = load(place.directory, place.config_file, database=place.database)
    if not home.databases:
        return [Portion(_settings(home, home, only), paths)]
    chosen = [one for one in home.databases if place.database in (None, one.database)]
    if paths and len(chosen) == 1:
        return [Portion(_settings(home, chosen[0], only), paths)]
    if paths:
        return _divided(home, place.directory, paths, only)
    found = [
        Portion(_settings(home, one, only), ()) for one in chosen if one.config.migrations or one.root != home.root
    ]
    if not found:
        raise SourceError(f"{home.file}: no database has migrations", "Name their folder in [[databases]].")
    return found


def _divided(home: Workspace, directory: Path, paths: tuple[str, ...], only: Only) -> list[Portion]:
    """Each path with the database whose migrations it is among, the others with the keys at the top."""
    folders = [(one.path(one.config.migrations or ".").resolve(), one) for one in home.databases]
    owners: dict[str, tuple[Workspace, list[str]]] = {}
    for path in paths:
        place = (directory / path).resolve()
        owner = next(
            (one for folder, one in folders if folder in (place, *place.parents) and folder != home.root), home
        )
        owners.setdefault(owner.database, (owner, []))[1].append(path)
    return [Portion(_settings(home, owner, only), tuple(own)) for owner, own in owners.values()]


def _settings(home: Workspace, workspace: Workspace, only: Only) -> Settings:
    lint = workspace.config.lint
    place = os.path.relpath(workspace.root, home.root).replace(os.sep, "/")
    return Settings(
        workspace.root,
        workspace,
        workspace.config.migrations,
        workspace.config.source,
        workspace.config.python,
        lint.baseline,
        only.select or lint.select,
        lint.ignore + only.ignore,
        tuple((name, str(level)) for name, level in lint.severity.items()),
        "" if place == "." else place,
    )


def _configured(directory: Path) -> bool:
    for folder in (directory, *directory.parents):
        shared = folder / "pyproject.toml"
        if (folder / "docgen.toml").is_file() or (shared.is_file() and b"tool.docgen" in shared.read_bytes()):
            return True
        if (folder / ".git").exists():
            return False
    return False
