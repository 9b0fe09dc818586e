"""Trial: runs a file once more in a transaction that is rolled back, and tells what that did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from docgen.model.proof import CatalogObject, Comparison, Fingerprint, StatementError
from docgen.postgres.concurrent import SAME_REFUSALS, is_concurrent, plain_form
from docgen.postgres.connect import Connection
from docgen.postgres.fingerprint import compare
from docgen.postgres.replay import Run
from docgen.postgres.row_state import Table, read_row_state, row_changes
from docgen.postgres.script import Piece, first_words
from docgen.postgres.sentinel import Sentinels
from docgen.postgres.written import Written

TIMED_OUT = "57014"
_SAVEPOINT = "docgen_trial"
_STATEMENT = "docgen_statement"
# A transaction block forbids it: VACUUM, REINDEX CONCURRENTLY, a procedure that commits, a fresh enum value.
_NEEDS_COPY = frozenset({"25001", "2D000", "55P04"})
_OPEN = frozenset({"begin", "start"})
_CLOSE = frozenset({"commit", "end"})
# Whatever a migration set, the catalog is read in our own way; all of it ends with the transaction.
PLAIN = (
    "reset session authorization; reset role; set local search_path = ''; set local timezone = 'UTC';"
    " set local statement_timeout = 0; set local lock_timeout = 0; set local standard_conforming_strings = on;"
    " set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1"
)
_ADVANCES = re.compile(r"\b(insert|nextval|setval|copy|merge|do|call|execute|select|with|restart)\b", re.IGNORECASE)
_SEQUENCES = """
select c.oid::int8, pg_catalog.pg_sequence_last_value(c.oid), s.seqstart
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid and c.relpersistence <> 't'
"""
_RESTORE = "select pg_catalog.setval(%s::bigint::regclass, %s, %s)"


class NeedsCopyError(Exception):
    """The file has a statement that cannot run in a transaction that is rolled back."""


@dataclass(frozen=True)
class Outcome:
    """What the second run of a file did."""

    statements: tuple[StatementError, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)

    @property
    def destroyed(self) -> bool:
        """Whether rows that were there are gone."""
        return any(one.destroyed for one in self.comparison.rows)


def wants_copy(pieces: Sequence[Piece]) -> bool:
    """Whether the file handles transactions in a way that one around it would not bear."""
    words = (first_words(piece.text)[0] for piece in pieces if piece.kind == "control")
    return any(word not in _OPEN | _CLOSE for word in words)


def trial(
    run: Run, pieces: Sequence[Piece], kinds: tuple[str, ...], sentinels: Sentinels | None = None, times: int = 1
) -> Outcome:
    """What running the pieces once more does to the database of ``run``, which is left as it was.

    ``kinds``: the kinds of objects that are read. ``sentinels`` are rows put into tables first. ``times``: how often
    the pieces are run; what the last of the runs did is told. Raises NeedsCopyError where a transaction does not do.
    """
    stood = counters(run.connection, pieces)
    try:
        return _outcome(run, pieces, kinds, sentinels, times)
    finally:
        if not run.connection.closed:
            run.connection.execute("rollback")
            run.reset()
            restore(run.connection, stood)


def _outcome(
    run: Run, pieces: Sequence[Piece], kinds: tuple[str, ...], sentinels: Sentinels | None, times: int
) -> Outcome:
    connection = run.connection
    connection.execute("begin")
    if sentinels:
        sentinels.insert(connection)
    for _ in range(times - 1):
        perform_all(run, pieces)
        connection.execute(PLAIN)
        connection.execute("reset all")
    written = Written(connection, kinds)
    connection.execute(f"savepoint {_SAVEPOINT}")
    errors = perform_all(run, pieces)
    if not written.look():
        return Outcome(errors)
    connection.execute(PLAIN)
    objects = written.objects()
    tables = written.tables | _tables(objects)
    after = read_row_state(connection, tables)
    connection.execute(f"rollback to savepoint {_SAVEPOINT}")
    connection.execute(PLAIN)
    was = written.objects()
    before = read_row_state(connection, tables | _tables(was))
    schema = compare(Fingerprint(objects=was), Fingerprint(objects=objects)).schema
    return Outcome(errors, Comparison(schema=schema, rows=row_changes(before, after)))


def perform_all(run: Run, pieces: Sequence[Piece]) -> tuple[StatementError, ...]:
    """Runs the pieces inside the open transaction: at once if that works, else one by one, leaving out what fails.

    An index that is made or dropped concurrently is so in the plain way, where that shows the same. Gives what was
    refused. Raises NeedsCopyError.
    """
    known = [piece for piece in pieces if piece.kind not in ("client", "refused")]
    if known and all(piece.kind == "statement" and not is_concurrent(piece) for piece in known):
        # In a message of its own: of one with a syntax error nothing is run, not even this.
        run.send(f"savepoint {_STATEMENT}")
        try:
            texts = [text for piece in known for text in (piece.text, *run.limit(piece))]
            run.send(";\n".join((*texts, "set constraints all immediate")))
        except psycopg.Error as error:
            _forgive(run, error, known[0])
        else:
            return ()
    return tuple(refusal for piece in known if (refusal := _piece(run, piece)))


def _piece(run: Run, piece: Piece) -> StatementError | None:
    if piece.kind == "control" and first_words(piece.text)[0] in _OPEN:
        return None
    run.send(f"savepoint {_STATEMENT}")
    concurrent = is_concurrent(piece)
    try:
        if piece.kind == "control":
            run.send("set constraints all immediate")
        else:
            run.perform((plain_form(run.connection, piece) if concurrent else None) or piece)
    except psycopg.Error as error:
        if concurrent and error.sqlstate not in SAME_REFUSALS:
            raise NeedsCopyError from None
        _forgive(run, error, piece)
        message, line = error.diag.message_primary or str(error).strip(), run.line(piece)
        end = line + piece.text.rstrip().count("\n")
        first = piece.text.strip().partition("\n")[0]
        return StatementError(line=line, sqlstate=error.sqlstate or "", message=message, end_line=end, statement=first)
    run.send(f"release savepoint {_STATEMENT}")
    return None


def _forgive(run: Run, error: psycopg.Error, piece: Piece) -> None:
    """Undoes the piece that failed, if the server lives and a transaction is the right place for it."""
    run.lost(error, piece)
    if error.sqlstate in _NEEDS_COPY or not run.inside():
        raise NeedsCopyError
    run.send(f"rollback to savepoint {_STATEMENT}")


def _tables(objects: Sequence[CatalogObject]) -> set[Table]:
    return {(one.names[0], one.names[1]) for one in objects if one.kind == "table"}


def counters(connection: Connection, pieces: Sequence[Piece]) -> dict[int, tuple[int | None, int]]:
    """Where the sequences stand: no rollback takes them back."""
    if not any(_ADVANCES.search(piece.text) for piece in pieces):
        return {}
    return {oid: (last, start) for oid, last, start in connection.execute(_SEQUENCES)}


def restore(connection: Connection, stood: dict[int, tuple[int | None, int]]) -> None:
    """Puts the sequences back to where they stood."""
    if not stood:
        return
    for oid, last, _ in connection.execute(_SEQUENCES).fetchall():
        was, start = stood.get(oid, (last, 0))
        if was != last:
            connection.execute(_RESTORE, [oid, start if was is None else was, was is not None])
