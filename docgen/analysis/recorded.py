"""Recorded: what the migrations did as a replay recorded it; where none did, as parsing sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from docgen.analysis.provenance import touches
from docgen.model.migration import Migration, MigrationRecord, Replay, Touch

# What no event trigger tells: rows, what has no place in one database, and kinds that are rare.
_BY_SERVER = frozenset((
    "table", "column", "constraint", "index", "sequence", "view", "materialized view", "foreign table", "policy",
    "trigger", "rule", "function", "procedure", "aggregate", "routine", "type", "domain", "domain constraint",
    "enum value", "attribute", "schema", "extension", "statistics", "row level security",
    "force row level security",
))  # fmt: skip
_BY_PARSING = frozenset(("grant", "revoke"))


def done(migrations: Sequence[Migration], replay: Replay | None) -> tuple[Touch, ...]:
    """What every migration did to which object, in the order of the migrations and of their lines.

    What a replay recorded of a file counts while the file is what was replayed; grants, rows and what is outside of
    the database are read from the statements that did not fail, and so is everything of other files.
    """
    failed = {(one.path, one.line) for one in (replay.failures if replay else ())}
    parsed: dict[str, list[Touch]] = {}
    for touch in touches(migrations):
        if (touch.path, touch.line) not in failed:
            parsed.setdefault(touch.path, []).append(touch)
    records = recorded(migrations, replay)
    found: list[Touch] = []
    for migration in migrations:
        read = parsed.get(migration.path, [])
        record = records.get(migration.path)
        found += read if record is None else _together(migration, record, read)
    return tuple(found)


def recorded(migrations: Sequence[Migration], replay: Replay | None) -> Mapping[str, MigrationRecord]:
    """By path the records that are of the files as they are."""
    digests = {one.path: one.digest for one in migrations}
    return {one.path: one for one in (replay.records if replay else None) or () if digests.get(one.path) == one.digest}


def _together(migration: Migration, record: MigrationRecord, read: Sequence[Touch]) -> list[Touch]:
    other = [touch for touch in read if touch.verb in _BY_PARSING or touch.kind not in _BY_SERVER]
    return sorted([*_recorded(migration, record, read), *other], key=lambda touch: touch.line)


def _recorded(migration: Migration, record: MigrationRecord, read: Sequence[Touch]) -> Iterator[Touch]:
    """The record with the line of the very subcommand, where parsing finds it between this statement and the next."""
    lines: dict[tuple[str, str], list[int]] = {}
    for touch in read:
        lines.setdefault((touch.kind, touch.object), []).append(touch.line)
    starts = sorted({one.line for one in record.touches})
    for one in record.touches:
        behind = bisect_right(starts, one.line)
        end = starts[behind] if behind < len(starts) else one.line + migration.sql.count("\n") + 2
        within = (line for line in lines.get((one.kind, one.object), ()) if one.line <= line < end)
        yield Touch(
            path=migration.path,
            version=migration.version,
            line=min(within, default=one.line),
            verb=one.verb,
            kind=one.kind,
            object=one.object,
            relation=one.relation,
            new_name=one.new_name,
            detail=one.detail,
        )
