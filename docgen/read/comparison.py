"""READ: the live database compared with what its migrations make, for docgen drift."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis import recorded
from docgen.analysis.applied import applied
from docgen.analysis.drift import deviations
from docgen.errors import ConfigError
from docgen.model.catalog import Catalog
from docgen.model.change import Drift
from docgen.model.migration import History
from docgen.read.capture import live
from docgen.read.project import Project, live_url, no_live_database
from docgen.read.replaying import Replayed, Say, changes, replay


def compare(project: Project, say: Say) -> Drift:
    """How the live database departs from what the migrations that it has applied make, with where it departs.

    Raises ConfigError without a live database or without migrations, DatabaseError when one of the two cannot be read.
    """
    url = live_url(project.workspace)
    if url is None:
        raise no_live_database(project.workspace)
    if not project.migrations.migrations:
        raise ConfigError(
            f"{project.workspace.root}: there are no migrations to compare with",
            "Name their folder with --migrations, or with migrations in docgen.toml.",
        )
    say("reading the live database")
    catalog, history, major = live(project, url)
    done = applied(project.migrations.migrations, history)
    expected = replay(project, done, major, say)
    found, ignored = changes(project, expected, catalog, major)
    return Drift(
        deviations=deviations(found, recorded.done(done, expected.replay)),
        ignored=ignored,
        warnings=tuple(_warnings(expected, history, major)),
        not_compared=tuple(_not_compared(expected.catalog, catalog)),
    )


def _warnings(expected: Replayed, history: History, major: int) -> Iterator[str]:
    if expected.major != major:
        yield (
            f"The live server is PostgreSQL {major}, the migrations were replayed on {expected.major}: texts that the "
            "server writes itself (views, expressions) may differ, and so may versions of extensions. Install "
            f"PostgreSQL {major}, or set [shadow].url to such a server."
        )
    causes = expected.replay.causes
    if causes:
        first = causes[0]
        yield (
            f"{len(expected.replay.failures)} statements of the migrations failed when they were replayed, so what "
            f"they make counts as not expected. The first: {first.path}:{first.line}: {first.message}."
        )
    if not history.table:
        yield "The live database keeps no history of migrations that docgen found: all files count as applied."


def _not_compared(expected: Catalog, actual: Catalog) -> Iterator[str]:
    yield "Roles, tablespaces, passwords and other secrets, and rows are not compared."
    for words in sorted({*expected.unknown, *actual.unknown}):
        where = "in both" if words in expected.unknown and words in actual.unknown else "in one of the two"
        yield f"Not compared: {words} ({where})."
    yield from actual.unreadable
