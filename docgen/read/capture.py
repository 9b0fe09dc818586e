"""READ: take a snapshot of a database, live or replayed from the migrations on the scratch server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from docgen import sources
from docgen.analysis.applied import applied, pending
from docgen.errors import ConfigError, DatabaseError
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.check import Check, CheckResult
from docgen.model.migration import History
from docgen.model.snapshot import Snapshot
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.history import read_history
from docgen.read import questions
from docgen.read.left_out import left_out
from docgen.read.project import Project, live_url, no_live_database, url_variable

if TYPE_CHECKING:
    from docgen.read.replaying import Replayed

Origin = Literal["auto", "live", "migrations"]
Say = Callable[[str], None]


def capture(project: Project, origin: Origin, say: Say) -> Snapshot:
    """The state of the database now; ``say`` is told what goes on, one line each.

    From the live database when one is known (or ``origin`` asks for it), with the migrations replayed beside it
    so that the two can be compared; else from the replay alone. Raises ConfigError when there is neither, and
    DatabaseError when a server cannot be read.
    """
    url = live_url(project.workspace) if origin != "migrations" else None
    if url is None and origin == "live":
        raise no_live_database(project.workspace)
    if url is None and not project.migrations.migrations:
        raise ConfigError(
            f"{project.workspace.root}: there is nothing to document: no database, and {project.migrations.reason}",
            f"Set {url_variable(project.workspace)} or --database-url, or name the folder with --migrations;"
            " docgen init helps.",
        )
    if project.migrations.note:
        say(f"note: {project.migrations.note}")
    if url is None:
        from docgen.read.replaying import replay

        made = replay(project, project.migrations.migrations, None, say)
        return Snapshot(
            catalog=made.catalog,
            origin="migrations",
            migrations=project.digests(),
            replay=made.replay,
            checks=made.checks,
            rls_tests=made.rls_tests,
        )
    return _live(project, url, say)


def _live(project: Project, url: str, say: Say) -> Snapshot:
    say("reading the live database")
    catalog, history, major = live(project, url)
    if history.note:
        say(f"history of migrations: {history.note}")
    made: Replayed | None = None
    drift: tuple[Change, ...] | None = None
    asked = questions.checks(project.workspace, catalog)
    questions.unknown_versions(asked, project.migrations.migrations)
    waiting = set(pending(project.migrations.migrations, history))
    missing = [one.version for one in project.migrations.migrations if one.path in waiting]
    checks = _checked(url, asked, missing) if asked else ()
    if project.migrations.migrations:
        from docgen.read.replaying import changes, replay

        try:
            done = applied(project.migrations.migrations, history)
            made = replay(project, done, major, say)
            drift = changes(project, made, catalog, major)[0]
        except DatabaseError as error:
            say(f"not compared with the migrations: {error.message}")
    return Snapshot(
        catalog=catalog,
        origin="live",
        migrations=project.digests(),
        history=history,
        replay=made.replay if made else None,
        drift=drift,
        checks=(*checks, *(made.checks if made else ())),
        rls_tests=made.rls_tests if made else (),
    )


def live(project: Project, url: str) -> tuple[Catalog, History, int]:
    """The live catalog, its migration history, and the server's major version; one read-only transaction."""
    queries = sources.histories(project.migrations.source)
    with connect(url) as connection:
        catalog = read_catalog(connection, project.workspace.config.schemas, left_out(project), shared=True)
        history = read_history(connection, queries)
        return catalog, history, connection.info.server_version // 10000


def _checked(url: str, asked: Sequence[Check], missing: Sequence[str]) -> tuple[CheckResult, ...]:
    from docgen.read.health import check_live

    return check_live(url, asked, missing)
