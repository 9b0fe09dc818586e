"""READ: take a snapshot of a database, live or replayed from the migrations on the shadow server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

from docgen import health, sources
from docgen.analysis.applied import applied, pending
from docgen.analysis.diff import diff
from docgen.analysis.drift import kept
from docgen.analysis.level import Servers, level
from docgen.errors import ConfigError, DatabaseError
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import History, Migration, Replay
from docgen.model.snapshot import Snapshot
from docgen.postgres.ask import Answer
from docgen.postgres.connect import connect
from docgen.postgres.history import read_history
from docgen.postgres.introspect import read_catalog
from docgen.postgres.shadow import ShadowOptions, open_shadow
from docgen.project import Project, live_url, no_live_database, preset, shadow_setup, url_variable

Origin = Literal["auto", "live", "migrations"]
Say = Callable[[str], None]

# What the platform brings and changes by itself: documented only when the configuration names it.
SUPABASE_SCHEMAS = (
    "_realtime",
    "auth",
    "cron",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgsodium",
    "pgsodium_masks",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
)


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
    asked = health.checks(project.workspace, catalog)
    health.unknown_versions(asked, project.migrations.migrations)
    waiting = set(pending(project.migrations.migrations, history))
    missing = [one.version for one in project.migrations.migrations if one.path in waiting]
    checks = health.check_live(url, asked, missing)
    if project.migrations.migrations:
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
        catalog = read_catalog(connection, project.workspace.config.schemas, _excluded(project), shared=True)
        history = read_history(connection, queries)
        return catalog, history, connection.info.server_version // 10000


class Replayed(NamedTuple):
    """What the migrations make, what went wrong, what the checks say, on which server."""

    given: Catalog  # before the migrations
    catalog: Catalog
    replay: Replay
    checks: tuple[CheckResult, ...]
    rls_tests: tuple[RlsResult, ...]
    major: int
    stand_ins: frozenset[str]  # extensions that are not the true ones there


def replayed(project: Project, say: Say) -> tuple[Catalog, Replay]:
    """What the project's migrations make on an empty server, and what went wrong on the way."""
    made = replay(project, project.migrations.migrations, None, say)
    return made.catalog, made.replay


def changes(project: Project, expected: Replayed, actual: Catalog, major: int) -> tuple[tuple[Change, ...], int]:
    """The changes that count, and how many the configuration leaves out."""
    servers = Servers(expected.major, major, expected.stand_ins)
    found = diff(*level(expected.catalog, actual, servers), expected.given)
    config = project.workspace.config.drift
    told = kept(found, (), column_order=config.column_order)
    counted = kept(told, config.ignore, column_order=True)
    return counted, len(told) - len(counted)


def replay(project: Project, migrations: Sequence[Migration], major: int | None, say: Say) -> Replayed:
    """What the migrations make, what went wrong, and what the checks say; ``major`` is the live server's."""
    config = project.workspace.config
    options = ShadowOptions(
        url=config.shadow.url,
        preset=preset(project.workspace, project.migrations.source),
        setup=shadow_setup(project.workspace),
        major=config.shadow.version or major,
    )
    with open_shadow(options) as shadow:
        number = "1 migration" if len(migrations) == 1 else f"{len(migrations)} migrations"
        say(f"replaying {number} ({project.migrations.source}) on {shadow.origin}")
        with shadow.connect() as connection:
            given = read_catalog(connection, config.schemas, _excluded(project), shared=True)
        before: dict[str, Answer] = {}
        early = health.checks(project.workspace, given)
        health.unknown_versions(early, project.migrations.migrations)
        look = health.before_migration(shadow, early, before)
        met = shadow.replay(migrations, config.shadow.statement_timeout, before=look, record=True)
        with shadow.connect() as connection:
            catalog = read_catalog(connection, config.schemas, _excluded(project), shared=True)
        asked, tests = health.checks(project.workspace, catalog), health.rls_tests(project.workspace)
        if asked or tests:
            # What is not applied yet counts too: the checks are asked of what the migrations lead to.
            done = {migration.path for migration in migrations}
            rest = [one for one in project.migrations.migrations if one.path not in done]
            msgspec.structs.replace(shadow, setup=()).replay(rest, before=look)
        checks = (*health.judge_before(asked, before), *health.check_after(shadow, asked))
        row_security = health.try_row_security(shadow, tests)
        return Replayed(given, catalog, met, checks, row_security, shadow.major, shadow.stand_ins)


def _excluded(project: Project) -> Sequence[str]:
    """What is not the project's: the platform's schemas and the tools' history tables."""
    config = project.workspace.config
    supabase = preset(project.workspace, project.migrations.source) == "supabase"
    platform = SUPABASE_SCHEMAS if supabase and not config.schemas else ()
    tables = sorted({f"{query.schema or '*'}.{query.table}" for query in sources.histories()})
    return (*config.exclude, *tables, *(f"{schema}.*" for schema in platform))
