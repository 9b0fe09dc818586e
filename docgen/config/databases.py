"""Databases: the workspaces of several databases, each from the keys at the top and its own, or from its own file."""

from __future__ import annotations

import difflib
import os
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec.structs import asdict, replace

from docgen.config.config import Config
from docgen.config.database import Database
from docgen.config.workspace import Neighbour, Workspace, load, validated
from docgen.errors import ConfigError

# What the site has, or what the top says of the site: no database takes it from there.
_OF_THE_SITE = ("databases", "cross_references", "site", "title", "description", "docs")


def spread(home: Workspace, values: dict[str, Any], flags: dict[str, Any], chosen: str | None) -> Workspace:
    """``home`` with a workspace for each of its databases; ``values`` is its file, ``flags`` are of the one ``chosen``.

    Raises ConfigError for a file of its own that is missing or wrong, for flags of no database, and for databases
    that would write or read the same.
    """
    names = [one.name for one in home.config.databases]
    if chosen is not None and chosen not in names:
        near = difflib.get_close_matches(chosen, names, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
        raise ConfigError(f"{home.file}: there is no database {chosen!r}", hint)
    if flags and chosen is None:
        flag = f"--{next(iter(flags))}".replace("_", "-").replace("schemas", "schema")
        raise ConfigError(f"{flag} is for one database", f"Add --database NAME: {', '.join(names)}.")
    shared = {key: value for key, value in values.items() if key not in _OF_THE_SITE}
    made = [
        _workspace(home, database, _merged(shared, own), flags if database.name == chosen else {})
        for database, own in zip(home.config.databases, values["databases"], strict=True)
    ]
    for one, other in combinations(made, 2):
        _apart(home, one, other)
    title = {} if "title" in values else {"title": "Databases"}
    databases = tuple(_acquainted(home, one, made) for one in made)
    return replace(home, config=replace(home.config, **title), databases=databases)


def _workspace(home: Workspace, database: Database, keys: dict[str, Any], flags: dict[str, Any]) -> Workspace:
    docs = home.path(database.docs or f"{home.config.docs}/{database.name}")
    where = f"{home.file}, database {database.name!r}"
    if database.config is not None:
        return _of_file(home, database, home.path(database.config), docs, flags)
    merged = {"title": _title(database.name), **keys, **flags}
    del merged["name"]
    merged["docs"] = os.path.relpath(docs, home.root).replace(os.sep, "/")
    merged["site"] = asdict(home.config.site)
    if "baseline" not in merged.get("lint", {}):
        merged["lint"] = {**merged.get("lint", {}), "baseline": f"docgen-baseline-{database.name}.json"}
    return Workspace(root=home.root, file=home.file, config=validated(merged, where), database=database.name)


def _of_file(home: Workspace, database: Database, file: Path, docs: Path, flags: dict[str, Any]) -> Workspace:
    """The workspace that ``file`` is when docgen starts beside it, but with its pages in this site."""
    if not file.is_file():
        raise ConfigError(f"{home.file}: the database {database.name!r} has no file {file}", "Mend its config.")
    found = load(file.parent, file, flags)
    if found.databases:
        raise ConfigError(f"{file} has [[databases]] of its own", f"Name its databases in {home.file} one by one.")
    place = os.path.relpath(docs, found.root).replace(os.sep, "/")
    title = found.config.title if found.config.title != Config().title else _title(database.name)
    config = replace(found.config, docs=place, title=title, site=home.config.site)
    return replace(found, config=config, database=database.name)


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Both, ``own`` first; of a table, key by key."""
    both = {
        key: _merged(shared[key], value) if isinstance(value, dict) and isinstance(shared.get(key), dict) else value
        for key, value in own.items()
    }
    return {**shared, **both}


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _apart(home: Workspace, one: Workspace, other: Workspace) -> None:
    """Raise ConfigError where two databases would write the same files, or are the same."""
    both = f"{home.file}: the databases {one.database!r} and {other.database!r}"
    for what, first, second in (
        ("the docs folder", one.docs, other.docs),
        ("the notes folder", one.notes, other.notes),
        ("the baseline", one.path(one.config.lint.baseline), other.path(other.config.lint.baseline)),
    ):
        places = first.resolve(), second.resolve()
        if places[0] == places[1]:
            raise ConfigError(f"{both} share {what} {first}", "Give each its own.")
        if places[0] in places[1].parents or places[1] in places[0].parents:
            raise ConfigError(f"{both}: {what} of one is inside the other's", "Give each its own, side by side.")
    seen = [(ws.config.database_url, ws.config.schemas) for ws in (one, other)]
    if seen[0] == seen[1] and seen[0][0] is not None:
        raise ConfigError(f"{both} read the same database", "Give each its own database_url, or schemas of its own.")


def _acquainted(home: Workspace, one: Workspace, made: list[Workspace]) -> Workspace:
    if one.docs.resolve() in (home.docs.resolve(), *home.docs.resolve().parents):
        raise ConfigError(
            f"{home.file}: the docs folder of {one.database!r} is that of the list of databases, or above it",
            "Give it a folder of its own below docs.",
        )
    neighbours = tuple(
        Neighbour(
            name=ws.database,
            title=ws.config.title,
            root=ws.root,
            docs=ws.docs,
            database_url=ws.config.database_url,
        )
        for ws in made
        if ws is not one
    )
    met = tuple(reference for reference in home.config.cross_references if one.database in reference.databases)
    return replace(one, neighbours=neighbours, cross_references=met, home_docs=home.docs)
