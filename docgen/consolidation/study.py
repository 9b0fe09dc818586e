"""Study: the chain replayed on scratch servers: what was given, what it leaves, and the states on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from docgen import sources
from docgen.errors import ConfigError
from docgen.model.consolidation import State
from docgen.model.migration import Migration, ReplayFailure
from docgen.model.name import Name
from docgen.postgres.proof.observe import copied, digests, observe, run
from docgen.postgres.replay.shadow import Shadow, ShadowOptions, open_shadow
from docgen.read.project import Project, preset, shadow_setup
from docgen.sources.convention import convention, history_row
from docgen.sql.parse import parse

_SILENT = ("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "SET", "BEGIN", "COMMIT", "START")


class Range(NamedTuple):
    """The migrations in three parts: those before, those that become one, those behind."""

    before: tuple[Migration, ...]
    archived: tuple[Migration, ...]
    behind: tuple[Migration, ...]


class Prefix(NamedTuple):
    """A database that has run the first ``number`` of the archived migrations, kept until the study ends."""

    number: int
    shadow: Shadow
    state: State


class Study(NamedTuple):
    """All that is known of the chain. The databases live as long as the stack that ``study`` was given."""

    options: ShadowOptions
    given: State
    expected: State
    again: State  # of a second replay: where it differs, something made values up
    migrated: Shadow
    prefixes: tuple[Prefix, ...]
    changed: dict[str, set[Name]]  # tables whose rows differ after a migration, by its path
    failures: tuple[ReplayFailure, ...]


def chosen(project: Project, first: str | None, last: str | None) -> Range:
    """The range from version ``first`` to ``last``, the whole chain without them. Raises ConfigError."""
    chain = project.migrations.migrations
    if not chain:
        reason = project.migrations.reason
        raise ConfigError(f"there is nothing to consolidate: {reason}", "Name the folder with --migrations.")
    versions = {name: number for number, one in enumerate(chain) for name in (one.version, one.path)}
    for version in (first, last):
        if version is not None and version not in versions:
            raise ConfigError(f"there is no migration with the version {version}", "docgen lint lists the files.")
    start = versions[first] if first else 0
    end = versions[last] + 1 if last else len(chain)
    if end - start < 2:
        raise ConfigError("fewer than two migrations are chosen", "Choose more with --from and --to.")
    repeated = next((one.path for one in chain[start:end] if one.repeatable), None)
    if repeated is not None:
        raise ConfigError(f"{repeated} is run again whenever it changes", "End the range before it with --to.")
    return Range(chain[:start], chain[start:end], chain[end:])


def study(project: Project, range_: Range, samples: int, stack: ExitStack, say: Callable[[str], None]) -> Study:
    """Replays the chain twice, keeping ``samples`` states on the way. Raises DatabaseError.

    Not on the live server's version: what a newer server shows can be written for an older one too, and not the other
    way round (``REVOKE`` of three privileges leaves MAINTAIN where it is known).
    """
    source = project.migrations.source
    options = ShadowOptions(
        url=project.workspace.config.shadow.url,
        preset=preset(project.workspace, project.migrations.source),
        setup=shadow_setup(project.workspace),
        major=project.workspace.config.shadow.version,
    )
    exclude = history_tables(source)
    shadow = stack.enter_context(open_shadow(options))
    say(f"replaying {len(range_.archived)} migrations ({source}) on {shadow.origin}, and once more")
    prepare(shadow, source, range_.before)
    given = observe(shadow.url, exclude)
    kept = sampled(len(range_.archived), samples)
    prefixes: list[Prefix] = []
    changed: dict[str, set[Name]] = {}
    failures: list[ReplayFailure] = []
    for number, migration in enumerate(range_.archived, 1):
        writes = any(one.kind.split(" ")[0] not in _SILENT for one in parse(migration.sql))
        before = digests(shadow.url) if writes else {}
        failures += _without_setup(shadow, migration)
        if writes:
            after = digests(shadow.url)
            changed[migration.path] = {name for name in after if after[name] != before.get(name, (0, "0"))}
        record(shadow, source, migration)
        if number in kept:
            copy = stack.enter_context(copied(shadow))
            prefixes.append(Prefix(number, copy, observe(copy.url, exclude)))
    expected = observe(shadow.url, exclude)
    with open_shadow(options) as second:
        prepare(second, source, range_.before)
        for migration in range_.archived:
            _without_setup(second, migration)
        again = observe(second.url, exclude)
    return Study(options, given, expected, again, shadow, tuple(prefixes), changed, tuple(failures))


def prepare(shadow: Shadow, source: str, before: Sequence[Migration]) -> None:
    """The preset's database with its setup files, the tool's history table, and the migrations before the range."""
    shadow.replay([])
    run(shadow, convention(source).create)
    for migration in before:
        _without_setup(shadow, migration)
        record(shadow, source, migration)


def _without_setup(shadow: Shadow, migration: Migration) -> tuple[ReplayFailure, ...]:
    return shadow.without_setup.replay([migration]).failures


def record(shadow: Shadow, source: str, migration: Migration) -> None:
    """Tells the history table that the migration was applied, as the tool does.

    A trigger that lets only the project's own runner write there is passed over.
    """
    row = history_row(source, migration.version, migration.name, migration.path)
    if run(shadow, row):
        run(shadow, f"SET session_replication_role = replica;\n{row}")


def sampled(count: int, samples: int) -> set[int]:
    """Which states between nothing and all of ``count`` migrations are looked at: all, or evenly ``samples``."""
    inner = count - 1
    if inner <= samples:
        return set(range(1, count))
    return {1 + round(number * (inner - 1) / (samples - 1)) for number in range(samples)}


def history_tables(source: str) -> tuple[str, ...]:
    """The other tools' history tables, as patterns. This tool's own is given: what hangs on it is the chain's."""
    own = convention(source).table
    return tuple(sorted({f"{query.schema or '*'}.{query.table}" for query in sources.histories()} - {own}))
