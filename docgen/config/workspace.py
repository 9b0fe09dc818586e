"""Workspace: where a configuration was found and what it says; the first fault of a wrong one is explained."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from docgen.config.config import Config
from docgen.config.cross_reference import CrossReference
from docgen.config.location import find, read_toml
from docgen.errors import ConfigError


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """Another database of the same site, as far as the configuration tells of it."""

    name: str
    title: str
    root: Path
    docs: Path
    database_url: str | None


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a configuration was found and what it says; relative paths start at ``root``.

    Where there are several ``databases``, each is a workspace of its own with its name in ``database``, and this one
    stands for what they share.
    """

    root: Path
    file: Path | None
    config: Config
    database: str = ""
    home_docs: Path | None = None  # the folder of the page that lists the databases
    databases: tuple[Workspace, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    cross_references: tuple[CrossReference, ...] = ()  # those that begin or end in it

    def path(self, relative: str) -> Path:
        """The path that the configuration means by ``relative``."""
        return self.root / relative

    @property
    def docs(self) -> Path:
        """The folder that docgen writes."""
        return self.path(self.config.docs)

    @property
    def way_home(self) -> str:
        """The folder of the page that lists the databases, as the docs folder sees it; "" for the only database."""
        if self.home_docs is None:
            return ""
        return os.path.relpath(self.home_docs.resolve(), self.docs.resolve()).replace(os.sep, "/")

    @property
    def templates(self) -> Path | None:
        """The folder whose templates replace docgen's own, where the project has one."""
        return self.path(self.config.templates) if self.config.templates else None

    @property
    def notes(self) -> Path:
        """The folder of hand-written notes."""
        return self.path(self.config.notes) if self.config.notes else self.docs / "notes"


def load(
    directory: Path, file: Path | None = None, overrides: dict[str, Any] | None = None, database: str | None = None
) -> Workspace:
    """The workspace at ``directory``, from ``file`` if given; ``overrides`` are flags, and win.

    Where there are several databases, flags are of the one called ``database``. Raises ConfigError for a file that
    is missing, not TOML, or not valid; unknown keys get a suggestion.
    """
    if file is not None and not file.is_file():
        raise ConfigError(f"no configuration at {file}", "Name an existing file with --config, or run docgen init.")
    found = file or find(directory.resolve())
    values: dict[str, Any] = {}
    if found is not None:
        document = read_toml(found)
        values = document.get("tool", {}).get("docgen", {}) if found.name == "pyproject.toml" else document
    flags = {key: value for key, value in (overrides or {}).items() if value is not None}
    root = found.parent.resolve() if found is not None else directory.resolve()
    where = str(found or "the command line")
    if values.get("databases"):
        from docgen.config.databases import spread

        return spread(Workspace(root=root, file=found, config=validated(values, where)), values, flags, database)
    if database is not None:
        raise ConfigError(f"{where}: there are no [[databases]] to choose from", "Leave --database out.")
    return Workspace(root=root, file=found, config=validated(values | flags, where))


def validated(values: dict[str, Any], where: str) -> Config:
    """The configuration that ``values`` are. Raises ConfigError that explains the first fault."""
    try:
        return msgspec.convert(values, Config)
    except msgspec.ValidationError:
        from docgen.config.explain import explained

        raise explained(values, where) from None
