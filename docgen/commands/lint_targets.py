"""What docgen lint reads: the migrations behind the paths that were given, or the configured ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import SourceError
from docgen.model.migration import Migration

if TYPE_CHECKING:
    from docgen.lint.run import LintOptions


class Settings(NamedTuple):
    """What the configuration says of the linter, read without pydantic where there is no configuration."""

    root: Path
    migrations: str | None
    source: str
    baseline: str
    options: LintOptions


class Target(NamedTuple):
    """One chain of migrations: which of its files are judged, and how their paths were given."""

    migrations: tuple[Migration, ...]
    only: frozenset[str] | None
    shown: dict[str, str]


def read_settings(directory: Path, config_file: Path | None) -> Settings:
    """The settings at ``directory``. Raises ConfigError for a configuration that is not valid."""
    from docgen.lint.run import LintOptions

    if config_file is None and not _configured(directory.resolve()):
        return Settings(directory.resolve(), None, "auto", "docgen-baseline.json", LintOptions())
    from docgen.config.workspace import load

    workspace = load(directory, config_file)
    lint = workspace.config.lint
    severity = {name: str(level) for name, level in lint.severity.items()}
    options = LintOptions(select=lint.select, ignore=lint.ignore, severity=severity)
    return Settings(workspace.root, workspace.config.migrations, workspace.config.source, lint.baseline, options)


def read_targets(settings: Settings, directory: Path, paths: Sequence[str]) -> list[Target]:
    """The migrations of the paths, or of the project. Raises SourceError where there are none."""
    from docgen import sources

    if paths:
        return [_given(settings, directory, path) for path in paths]
    folder = settings.root / settings.migrations if settings.migrations else sources.find_folder(settings.root)
    if folder is None:
        raise SourceError(
            f"no folder of migrations found below {settings.root}", "Name files or folders: docgen lint PATH ..."
        )
    found = sources.read(settings.root, folder, settings.source).migrations
    return [Target(found, None, {migration.path: migration.path for migration in found})]


def _given(settings: Settings, directory: Path, path: str) -> Target:
    from docgen import sources

    place = directory / path
    if place.is_file():
        return _file(settings, place, path)
    if not place.is_dir():
        raise SourceError(f"there is no file or folder {path}", "Name a migration or a folder of migrations.")
    try:
        found = sources.read(settings.root, place, settings.source).migrations
    except SourceError:
        inside = sources.find_folder(place)
        if inside is None:
            raise
        found = sources.read(settings.root, inside, settings.source).migrations
    return Target(found, None, {one.path: _shown(settings.root / one.path, place, path) for one in found})


def _file(settings: Settings, place: Path, path: str) -> Target:
    """One file, judged in the context of the migrations beside it where it is one of them."""
    from docgen import sources
    from docgen.sources.reading import migration
    from docgen.sources.source import Folder

    own = os.path.relpath(place.resolve(), settings.root).replace(os.sep, "/")
    for folder in (place.parent, place.parent.parent):
        # Elsewhere (a home folder) there may be any number of files that have nothing to do with this one.
        if not _is_place(folder.resolve().as_posix(), settings):
            continue
        try:
            found = sources.read(settings.root, folder.resolve(), settings.source).migrations
        except SourceError:
            continue
        if any(one.path == own for one in found):
            return Target(found, frozenset({own}), {own: path})
    alone = migration(
        Folder(place.parent.resolve(), settings.root), place.name, version="", title=place.stem, opening=""
    )
    return Target((alone,), None, {alone.path: path})


def _is_place(folder: str, settings: Settings) -> bool:
    from docgen.sources import PLACES

    configured = (settings.migrations,) if settings.migrations else ()
    return any(f"{folder}/".endswith(f"/{place.strip('/')}/") for place in (*PLACES, *configured))


def _shown(file: Path, folder: Path, given: str) -> str:
    return os.path.join(given, os.path.relpath(file.resolve(), folder.resolve())).replace(os.sep, "/")  # noqa: PTH118


def _configured(directory: Path) -> bool:
    for folder in (directory, *directory.parents):
        shared = folder / "pyproject.toml"
        if (folder / "docgen.toml").is_file() or (shared.is_file() and b"tool.docgen" in shared.read_bytes()):
            return True
        if (folder / ".git").exists():
            return False
    return False
