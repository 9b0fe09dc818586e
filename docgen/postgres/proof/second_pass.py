"""Second pass: a whole chain run again over tables that hold a row, and which rows that costs; all of it undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docgen.model.migration import Migration
from docgen.model.proof import RowChange
from docgen.postgres.catalog.fingerprint import user_tables
from docgen.postgres.proof.row_state import Table, TableState, read_row_state, row_changes
from docgen.postgres.proof.sentinel import may_destroy, sentinels_for
from docgen.postgres.proof.sequence_state import read_sequences
from docgen.postgres.proof.trial import PLAIN, NeedsCopyError, perform_all, undo, wants_copy
from docgen.postgres.replay.run import Run
from docgen.postgres.replay.script import Piece

_SAVEPOINT = "docgen_file"
_FRESH = f"{PLAIN}; reset all; discard temp"  # the session for the next file, as far as a transaction allows it


class Losses(NamedTuple):
    """What a second pass costs."""

    files: Mapping[str, tuple[RowChange, ...]]  # by path: the rows that are gone at the end and that this file took
    without_sentinel: Mapping[str, tuple[str, ...]]  # by path: tables that it may empty and that no row was made for


def losses(run: Run, migrations: Sequence[Migration]) -> Losses:
    """What running all migrations again takes of the rows that the tables hold, one of them docgen's own in each.

    Runs in one transaction that is rolled back. A file that cannot stand in one is left out of the pass. Raises
    DatabaseError when the server is lost.
    """
    read = [(migration, run.pieces(migration.sql)) for migration in migrations]
    harmful = {migration.path for migration, pieces in read if may_destroy(pieces)}
    if not harmful:
        return Losses({}, {})
    stood = read_sequences(run.prepared, [piece for _, pieces in read for piece in pieces])
    try:
        return _pass(run, read, harmful)
    finally:
        undo(run, stood)


def _pass(run: Run, read: Sequence[tuple[Migration, Sequence[Piece]]], harmful: set[str]) -> Losses:
    run.connection.execute("begin")
    sentinels = sentinels_for("\n".join(migration.sql for migration, _ in read if migration.path in harmful))
    sentinels.insert(run.prepared)
    start = now = _state(run)
    taken: dict[str, tuple[RowChange, ...]] = {}
    fresh = True
    for migration, pieces in read:
        counts = migration.path in harmful
        if counts and not fresh:
            now = _state(run)
        _file(run, migration, pieces)
        fresh = counts
        if counts:
            before, now = now, _state(run)
            taken[migration.path] = row_changes(before, now)
    gone = {one.table for one in row_changes(start, _state(run)) if one.destroyed}
    files = {path: tuple(one for one in rows if one.destroyed and one.table in gone) for path, rows in taken.items()}
    without = {
        migration.path: tuple(
            ".".join(table) for table in sentinels.failed if sentinels_for(migration.sql).names(table)
        )
        for migration, _ in read
        if migration.path in harmful
    }
    return Losses({path: rows for path, rows in files.items() if rows}, without)


def _file(run: Run, migration: Migration, pieces: Sequence[Piece]) -> None:
    if wants_copy(pieces):
        return
    run.path, run.sql = migration.path, migration.sql
    run.connection.execute(f"savepoint {_SAVEPOINT}; reset all")
    try:
        perform_all(run, pieces)
    except NeedsCopyError:
        run.connection.execute(f"rollback to savepoint {_SAVEPOINT}")
    run.connection.execute(_FRESH)
    run.connection.execute(f"release savepoint {_SAVEPOINT}")


def _state(run: Run) -> dict[Table, TableState]:
    run.connection.execute(PLAIN)
    return read_row_state(run.prepared, [(schema, name) for schema, name, *_ in user_tables(run.connection)])
