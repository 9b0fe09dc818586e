"""Way back: runs each migration and straight after it what undoes it, and tells what is otherwise than before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from docgen.model.migration import Migration
from docgen.model.proof import (
    CatalogObject,
    Fingerprint,
    RowChange,
    SchemaChange,
    StatementError,
    WayBack,
    WayProof,
    WaysProof,
    WayVerdict,
)
from docgen.postgres.catalog.fingerprint import compare, objects, query, readable_kinds, user_tables
from docgen.postgres.prepared import Query
from docgen.postgres.proof.row_loss import left, lost
from docgen.postgres.proof.row_state import Table, TableState, read_row_state
from docgen.postgres.proof.sentinel import Sentinels, sentinels_for
from docgen.postgres.proof.sequence_state import read_sequences
from docgen.postgres.proof.spare import spare
from docgen.postgres.proof.trial import PLAIN, TIMED_OUT, NeedsCopyError, perform_all, undo, wants_copy
from docgen.postgres.replay.run import Run
from docgen.postgres.replay.shadow import Shadow

_REFUSED_UP = "the migration itself fails here (statements refused: {}): only what it did was to be undone"


class _Tried(NamedTuple):
    """What one run of a migration and of its way back did."""

    refused_up: int  # statements of the migration itself
    refused: tuple[StatementError, ...]
    schema: tuple[SchemaChange, ...]
    left: tuple[RowChange, ...]  # rows more than before
    lost: tuple[str, ...]


def prove_ways_back(
    shadow: Shadow,
    migrations: Sequence[Migration],
    ways: Sequence[WayBack],
    statement_timeout: int = 60,
    step: Callable[[str], None] = lambda _: None,
    share: tuple[int, int] = (0, 1),
) -> WaysProof:
    """Runs the migrations on the shadow, and each one's way back after it; that is undone before the next one comes.

    The whole catalog is compared with the one before the migration. ``ways``: one for each migration, in their order.
    ``step`` is told each file that is judged. ``share`` (number, of how many): only every so manieth file is judged.
    Raises DatabaseError when the server is lost.
    """
    run = Run(shadow.url, shadow.foreign, statement_timeout, shadow.administrator)
    proofs = []
    with run.session():
        for label, text in shadow.setup:
            run.file(label, text, transaction=True)
        kinds = readable_kinds(run.connection)
        for number, (migration, way) in enumerate(zip(migrations, ways, strict=True)):
            if number % share[1] == share[0]:
                proofs.append(_judged(run, kinds, migration, way))
                step(migration.path)
            run.file(migration.path, migration.sql, migration.transaction)
        major = run.connection.info.server_version // 10000
    return WaysProof(files=tuple(proofs), major=major)


def _judged(run: Run, kinds: tuple[str, ...], migration: Migration, way: WayBack) -> WayProof:
    try:
        first = _tried(run, kinds, migration, way, rows=False)
        if first.refused or first.schema or first.left:
            return _proof(way, first)
        second = _tried(run, kinds, migration, way, rows=True)
        if second.refused_up > first.refused_up:
            # The row is in the migration's own way: only rows that come after it are tried.
            second = _tried(run, kinds, migration, way, rows=True, earlier=False)
        return _proof(way, second)
    except NeedsCopyError:
        return _proof(way, _tried_on_a_copy(run, kinds, migration, way))


def _tried(
    run: Run, kinds: tuple[str, ...], migration: Migration, way: WayBack, rows: bool, earlier: bool = True
) -> _Tried:
    """Both ways in a transaction that is rolled back. ``rows``: a row in each table first, ``earlier``: before the
    migration too. Raises NeedsCopyError."""
    up, down = run.pieces(migration.sql), run.pieces(way.sql)
    if wants_copy(up) or wants_copy(down):
        raise NeedsCopyError
    connection, sentinels = run.connection, _sentinels(migration, way)
    stood = read_sequences(run.prepared, [*up, *down])
    try:
        connection.execute("begin")
        was = _objects(run, kinds)
        if rows and earlier:
            sentinels.insert(run.prepared)
        before = _rows(run)
        connection.execute("reset all")
        run.path, run.sql = migration.path, migration.sql
        refused_up = perform_all(run, up)
        connection.execute(PLAIN)
        made = _rows(run)
        if rows:
            sentinels.insert(run.prepared)
        between = _rows(run) if rows else made
        connection.execute("reset all")
        run.path, run.sql = f"the way back from {migration.path}", way.sql
        refused = perform_all(run, down)
        schema = compare(Fingerprint(objects=was), Fingerprint(objects=_objects(run, kinds))).schema
        after = _rows(run)
        # Of the rows that docgen put in, what comes of them is no difference.
        more = () if rows else left(before, after)
        return _Tried(len(refused_up), refused, schema, more, lost(before, made, between, after))
    finally:
        undo(run, stood)


def _tried_on_a_copy(run: Run, kinds: tuple[str, ...], migration: Migration, way: WayBack) -> _Tried:
    """Both ways as the tool would go them, on a copy of the database that is thrown away."""
    with spare(run) as copy:
        with copy.connection.transaction():
            was = _objects(copy, kinds)
            before = _rows(copy)
        copy.file(migration.path, migration.sql, migration.transaction)
        refused_up = len(copy.failures)
        with copy.connection.transaction():
            copy.connection.execute(PLAIN)
            made = _rows(copy)
            _sentinels(migration, way).insert(copy.prepared)
            between = _rows(copy)
        copy.file(f"the way back from {migration.path}", way.sql, migration.transaction)
        with copy.connection.transaction():
            found = _objects(copy, kinds)
            after = _rows(copy)
    refused = tuple(
        StatementError(line=one.line, sqlstate=one.sqlstate, message=one.message, statement=one.statement)
        for one in copy.failures[refused_up:]
    )
    schema = compare(Fingerprint(objects=was), Fingerprint(objects=found)).schema
    return _Tried(refused_up, refused, schema, (), lost(before, made, between, after))


def _objects(run: Run, kinds: tuple[str, ...]) -> tuple[CatalogObject, ...]:
    major = run.connection.info.server_version // 10000
    return objects(run.prepared.ask(PLAIN, *(Query(query(kind, major)) for kind in kinds)))


def _rows(run: Run) -> dict[Table, TableState]:
    return read_row_state(run.prepared, user_tables(run.connection))


def _sentinels(migration: Migration, way: WayBack) -> Sentinels:
    return sentinels_for(f"{migration.sql}\n{way.sql}")


def _proof(way: WayBack, tried: _Tried) -> WayProof:
    proof = WayProof(
        file=way.file,
        verdict="reversible",
        own=way.own,
        digest=way.digest,
        statements=tried.refused,
        schema_changes=tried.schema,
        row_changes=tried.left,
        lost=tried.lost,
        missing=way.missing,
        reason=_REFUSED_UP.format(tried.refused_up) if tried.refused_up else "",
    )
    late = next((one for one in tried.refused if one.sqlstate == TIMED_OUT), None)
    if late is not None:
        reason = f"line {late.line} of the way back ran into the time limit for one statement"
        return msgspec.structs.replace(proof, verdict="not-provable", reason=reason)
    return msgspec.structs.replace(proof, verdict=_verdict(proof))


def _verdict(proof: WayProof) -> WayVerdict:
    if proof.statements:
        return "fails"
    if proof.missing:
        return "irreversible"
    if proof.schema_changes or proof.row_changes:
        return "differs"
    return "loses-data" if proof.lost else "reversible"
