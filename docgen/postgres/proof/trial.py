"""Trial: runs a file once more in a transaction that is rolled back, and tells what that did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from docgen.model.proof import Comparison, Fingerprint, StatementError
from docgen.postgres.catalog.fingerprint import compare
from docgen.postgres.prepared import RESET, Query, Rows, prepares
from docgen.postgres.proof.concurrent import SAME_REFUSALS, is_concurrent, plain_form
from docgen.postgres.proof.row_state import read_row_state, row_changes, row_state, tables_query
from docgen.postgres.proof.sentinel import Sentinels
from docgen.postgres.proof.sequence_state import READ_SEQUENCES, Positions, may_advance, positions, restore_sequences
from docgen.postgres.proof.written import Written
from docgen.postgres.replay.run import Run
from docgen.postgres.replay.script import Piece, first_words

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
    " set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1;"
    # To plan anew costs more than the best plan saves.
    " set local plan_cache_mode = force_generic_plan"
)


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
    stood: Positions = {}
    written = Written(run.connection, kinds)
    begin: tuple[str | Query, ...] = ("begin", READ_SEQUENCES) if may_advance(pieces) else ("begin",)
    try:
        if sentinels or times > 1:
            stood = positions(run.prepared.ask(*begin))
            begin = ()
            if sentinels:
                sentinels.insert(run.prepared)
            for _ in range(times - 1):
                perform_all(run, pieces)
                run.send(f"{PLAIN}; reset all")
        *sequences, counted = run.prepared.ask(*begin, *written.begin, f"savepoint {_SAVEPOINT}")
        stood = stood or positions(sequences)
        written.begun(counted)
        return _outcome(run, pieces, written)
    finally:
        undo(run, stood)


def _outcome(run: Run, pieces: Sequence[Piece], written: Written) -> Outcome:
    prepared = run.prepared
    errors, counted = _perform(run, pieces, _SAVEPOINT, *written.end)
    if not written.look(counted or prepared.ask(*written.end)):
        return Outcome(errors)
    objects = written.objects(prepared.ask(PLAIN, *written.after))
    tables = frozenset(written.tables)
    after = read_row_state(prepared, tables)
    back = f"rollback to savepoint {_SAVEPOINT}; {PLAIN}"
    *answers, held = prepared.ask(back, *written.before, tables_query(tables))
    was = written.objects(answers)
    before = row_state(prepared, held) | read_row_state(prepared, written.tables - tables)
    schema = compare(Fingerprint(objects=was), Fingerprint(objects=objects)).schema
    return Outcome(errors, Comparison(schema=schema, rows=row_changes(before, after)))


def undo(run: Run, stood: Positions) -> None:
    """Rolls back what is open and makes the session as good as new; the sequences stand again where they ``stood``."""
    if run.connection.closed:
        return
    again = (READ_SEQUENCES,) if stood else ()
    if prepares(run.sql):
        run.send("rollback")
        run.reset()
        stand = run.prepared.ask(*again) if again else []
    else:
        stand = run.prepared.ask(f"rollback; {RESET}", *again)
    restore_sequences(run.prepared, stood, positions(stand))


def perform_all(run: Run, pieces: Sequence[Piece]) -> tuple[StatementError, ...]:
    """Runs the pieces inside the open transaction: at once if that works, else one by one, leaving out what fails.

    An index that is made or dropped concurrently is so in the plain way, where that shows the same. Gives what was
    refused. Raises NeedsCopyError.
    """
    # In a message of its own: of one with a syntax error nothing is run, not even this.
    run.send(f"savepoint {_STATEMENT}")
    return _perform(run, pieces, _STATEMENT)[0]


def _perform(
    run: Run, pieces: Sequence[Piece], savepoint: str, *behind: Query
) -> tuple[tuple[StatementError, ...], list[Rows]]:
    """As ``perform_all`` from a savepoint on that stands; if all went at once, with what the queries behind it gave."""
    known = [piece for piece in pieces if piece.kind not in ("client", "refused")]
    if known and all(piece.kind == "statement" and not is_concurrent(piece) for piece in known):
        texts = [text for piece in known for text in (piece.text, *run.limit(piece))]
        try:
            whole = ";\n".join((*texts, "set constraints all immediate"))
            if not prepares(run.sql):
                return (), run.prepared.ask(whole, *behind)
            run.send(whole)
            run.prepared.forget()
        except psycopg.Error as error:
            _forgive(run, error, known[0], savepoint)
        else:
            return (), []
    errors = tuple(refusal for piece in known if (refusal := _piece(run, piece)))
    if prepares(run.sql):
        run.prepared.forget()
    return errors, []


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
        _forgive(run, error, piece, _STATEMENT)
        message, line = error.diag.message_primary or str(error).strip(), run.line(piece)
        end = line + piece.text.rstrip().count("\n")
        first = piece.text.strip().partition("\n")[0]
        return StatementError(line=line, sqlstate=error.sqlstate or "", message=message, end_line=end, statement=first)
    run.send(f"release savepoint {_STATEMENT}")
    return None


def _forgive(run: Run, error: psycopg.Error, piece: Piece, savepoint: str) -> None:
    """Goes back to the savepoint, if the server lives and a transaction is the right place for what failed."""
    run.lost(error, piece)
    if error.sqlstate in _NEEDS_COPY or not run.inside():
        raise NeedsCopyError
    run.send(f"rollback to savepoint {savepoint}")
