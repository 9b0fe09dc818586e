"""READ: what the migrations make on the scratch server, what went wrong, and how that differs from a live database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from docgen.analysis.diff import diff
from docgen.analysis.drift import kept
from docgen.analysis.level import Servers, level
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import Migration, Replay
from docgen.postgres.ask import Answer
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.read import health, questions
from docgen.read.left_out import left_out
from docgen.read.project import Project, preset, shadow_setup

Say = Callable[[str], None]


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
            given = read_catalog(connection, config.schemas, left_out(project), shared=True)
        before: dict[str, Answer] = {}
        early = questions.checks(project.workspace, given)
        questions.unknown_versions(early, project.migrations.migrations)
        look = health.before_migration(shadow, early, before)
        met = shadow.replay(migrations, config.shadow.statement_timeout, before=look, record=True)
        with shadow.connect() as connection:
            catalog = read_catalog(connection, config.schemas, left_out(project), shared=True)
        asked, tests = questions.checks(project.workspace, catalog), questions.rls_tests(project.workspace)
        if asked or tests:
            # What is not applied yet counts too: the checks are asked of what the migrations lead to.
            done = {migration.path for migration in migrations}
            rest = [one for one in project.migrations.migrations if one.path not in done]
            msgspec.structs.replace(shadow, setup=()).replay(rest, before=look)
        checks = (*health.judge_before(asked, before), *health.check_after(shadow, asked))
        row_security = health.try_row_security(shadow, tests)
        return Replayed(given, catalog, met, checks, row_security, shadow.major, shadow.stand_ins)
