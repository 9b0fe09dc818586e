"""READ: the catalog that a command is about: the live one, the one that the migrations make, or the last build's."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.model.catalog import Catalog
from docgen.model.migration import ReplayFailure
from docgen.model.snapshot import REPLAYER, Snapshot
from docgen.read.capture import live
from docgen.read.project import live_url, no_live_database, read_project, read_snapshot
from docgen.read.replaying import replayed


class SchemaSource(NamedTuple):
    """A catalog; who ran what made it ("" where that is not known); and what failed on the way."""

    catalog: Catalog
    role: str
    failures: tuple[ReplayFailure, ...] = ()


def schema_source(workspace: Workspace, origin: str, say: Callable[[str], None]) -> SchemaSource:
    """The catalog from ``origin``: live, migrations or snapshot. Raises ConfigError where there is none."""
    if origin == "snapshot":
        snapshot = read_snapshot(workspace)
        if snapshot is None:
            raise ConfigError(f"{workspace.docs}: there is no snapshot", "Run docgen build, or leave --snapshot out.")
        return _of_snapshot(snapshot)
    project = read_project(workspace)
    if origin == "live":
        url = live_url(workspace)
        if url is None:
            raise no_live_database(workspace)
        return SchemaSource(live(project, url)[0], "")
    if not project.migrations.migrations:
        raise ConfigError(
            f"{workspace.root}: there are no migrations", "Name their folder with --migrations, or use --live."
        )
    catalog, replay = replayed(project, say)
    return SchemaSource(catalog, REPLAYER, replay.failures)


def _of_snapshot(snapshot: Snapshot) -> SchemaSource:
    failures = snapshot.replay.failures if snapshot.replay and snapshot.origin == "migrations" else ()
    return SchemaSource(snapshot.catalog, REPLAYER if snapshot.origin == "migrations" else "", failures)
