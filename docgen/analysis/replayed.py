"""Replayed: what the replay met, held against the conflicts found by reading; and the conflicts that only it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from docgen.model.migration import Conflict, Migration, Replay, ReplayFailure, Touch, file_name
from docgen.sql.parse import parse

# What the server raises where an earlier migration left something else than this one counts on.
_KINDS = {
    "42P16": "view redefined with another shape",
    "42P13": "function redefined with another result",
    "42703": "column that is gone",
    "42P01": "table that is gone",
}
_REMEDIES = {
    "42P16": "Drop the view with IF EXISTS before it is created anew; look at what rests on it.",
    "42P13": "Drop the function with IF EXISTS before it is created anew; look at what calls it.",
    "42703": "Take this statement out, or move it before the one that drops or renames the column.",
    "42P01": "Take this statement out, or move it before the one that drops or renames the table.",
}
_ENDS = ("drop", "rename", "set schema")


def held_against(
    conflicts: Sequence[Conflict],
    replay: Replay | None,
    replayed: Sequence[Migration],
    touches: Sequence[Touch],
) -> tuple[Conflict, ...]:
    """The conflicts with what their second statement did in the replay, and those that only the replay shows.

    ``replayed``: the migrations that ran; ``touches``: those of all statements, the failed ones too. A conflict that
    only the replay shows is a failure whose object another file made, dropped or renamed before.
    """
    if replay is None:
        return tuple(conflicts)
    paths = {migration.path for migration in replayed}
    told = [msgspec.structs.replace(one, replayed=_outcome(one, replay, paths)) for one in conflicts]
    known = {failure for one in conflicts if (failure := _failure(one, replay)) is not None}
    order = {migration.path: number for number, migration in enumerate(replayed)}
    texts = {migration.path: migration for migration in replayed}
    for failure in replay.failures:
        if failure not in known and failure.sqlstate in _KINDS and failure.path in order:
            told += _met(failure, touches, order, texts)
    return tuple(sorted(told, key=lambda one: (order.get(one.second[0], len(order)), one.second[1])))


def _outcome(conflict: Conflict, replay: Replay, paths: Collection[str]) -> str:
    if conflict.second[0] not in paths:
        return ""
    failure = _failure(conflict, replay)
    if failure is None:
        return "In the replay on an empty server the second statement raised nothing."
    return f"In the replay on an empty server the second statement failed: {failure.message} ({failure.sqlstate})."


def _failure(conflict: Conflict, replay: Replay) -> ReplayFailure | None:
    path, line = conflict.second
    lines = conflict.second_text.count("\n")
    found = [one for one in replay.failures if one.path == path and one.line <= line <= one.line + lines]
    return found[-1] if found else None


def _met(
    failure: ReplayFailure, touches: Sequence[Touch], order: dict[str, int], files: dict[str, Migration]
) -> Iterator[Conflict]:
    own = [one for one in touches if (one.path, one.line) == (failure.path, failure.line)]
    for touch in own:
        first = _before(failure, touch, touches, order)
        if first is None:
            continue
        what = {"create": "made", "add": "made", "drop": "dropped", "rename": "renamed"}.get(first.verb, "changed")
        yield Conflict(
            kind=_KINDS[failure.sqlstate],
            object=first.object if failure.sqlstate in ("42703", "42P01") else touch.object,
            first=(first.path, first.line),
            second=(failure.path, failure.line),
            explanation=(
                f"{first.object} is {what} by {file_name(first.path)} (line {first.line}), and "
                f"{file_name(failure.path)} (line {failure.line}) does not fit that. On a fresh "
                "database the second statement fails, and no later migration runs; on one that has both it is done "
                "with; on one that has only the first it fails too, unless somebody changed the object by hand."
            ),
            remedy=_REMEDIES[failure.sqlstate],
            first_text=_text(files.get(first.path), first.line),
            second_text=_text(files.get(failure.path), failure.line),
            replayed=f"In the replay on an empty server the second statement failed: {failure.message} "
            f"({failure.sqlstate}).",
        )
        return


def _before(failure: ReplayFailure, touch: Touch, touches: Sequence[Touch], order: dict[str, int]) -> Touch | None:
    """The newest statement of another file before this one that left the object as this one does not want it."""
    gone = failure.sqlstate in ("42703", "42P01")
    relation = touch.relation or touch.object
    found = None
    for one in touches:
        if order.get(one.path, len(order)) >= order[failure.path]:
            continue
        if gone:
            # Only a name that the server's message says: "column "code" does not exist".
            named = f'"{_last(one.object)}"' in failure.message or f'"{one.object}"' in failure.message
            fits = one.verb in _ENDS and named and relation in (one.relation, one.object)
        else:
            fits = one.object == touch.object and one.verb in ("create", "rename") and not one.relation
        found = one if fits else found
    return found


def _last(spelling: str) -> str:
    return spelling.rpartition(".")[2].strip('"')


def _text(migration: Migration | None, line: int) -> str:
    """The statement that holds the line."""
    if migration is None:
        return ""
    statements = [one for one in parse(migration.sql) if one.line <= line <= one.end_line]
    return statements[0].text if statements else ""
