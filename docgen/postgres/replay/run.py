"""Replay: runs the migrations on a server, statement by statement where one fails, and tells what was refused."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import psycopg
from psycopg.pq import TransactionStatus

from docgen.errors import DatabaseError
from docgen.model.migration import Migration, Replay, ReplayFailure
from docgen.postgres.prepared import RESET, Prepared, encoded, prepares
from docgen.postgres.replay import recorder
from docgen.postgres.replay.explain import Causes, hint
from docgen.postgres.replay.script import Piece, first_words, read_script
from docgen.postgres.server.guard import Administrator, database_of
from docgen.postgres.server.ordinary import run_ordinary, run_privileged

STATEMENT_TIMEOUT = 60  # seconds
_SAVEPOINT = "docgen_statement"
_NEW_SESSION = re.compile(r"\balter\s+(database|role|user)\b", re.IGNORECASE)
# "cannot run inside a transaction block", a new enum value that wants its transaction committed first, a procedure
# that commits.
_OUTSIDE = {"25001", "55P04", "2D000"}
_STATEMENT_LENGTH = 160  # characters of a statement's first line that a report keeps


def replay(
    url: str,
    migrations: Sequence[Migration],
    setup: Sequence[tuple[str, str]] = (),
    foreign: bool = False,
    statement_timeout: int = STATEMENT_TIMEOUT,
    before: Callable[[Migration], None] | None = None,
    record: bool = False,
    administrator: str = "",
) -> Replay:
    """Runs ``setup`` (label, SQL) and then the migrations on the database at ``url``; what fails does not stop it.

    Every file starts as in a session of its own. ``foreign``: a server that is not docgen's own, where statements
    that reach beyond the database are refused. ``before`` is called before each migration, outside any transaction.
    ``administrator``: the superuser's URL where the one at ``url`` is an ordinary role.
    Raises DatabaseError when the connection cannot be made or is lost.
    """
    run = Run(url, foreign, statement_timeout, administrator)
    with run.session():
        for label, text in setup:
            run.file(label, text, transaction=True)
        of_setup = run.statements
        if record:
            with run.mighty() as connection:
                run.records = recorder.install(connection)
        for run.number, migration in enumerate(migrations):
            if before is not None:
                before(migration)
            run.file(migration.path, migration.sql, migration.transaction)
        records = None
        if run.records:
            with run.mighty() as connection:
                records = recorder.records(connection, migrations)
    return Replay(statements=run.statements - of_setup, failures=tuple(run.failures), records=records)


class _RefusedError(Exception):
    """A piece that is not sent to the server at all."""


@dataclass
class Run:
    """A session on the shadow that runs files; ``failures`` holds what was refused, in order."""

    url: str
    foreign: bool
    timeout: int
    administrator: str = ""  # the superuser's URL; "": the role of the URL has what it needs
    statements: int = 0
    failures: list[ReplayFailure] = field(default_factory=list)
    causes: Causes = field(default_factory=Causes)
    connection: psycopg.Connection = field(init=False)
    prepared: Prepared = field(init=False)  # docgen's own statements on the connection
    path: str = ""
    sql: str = ""
    records: bool = False  # the recorder is told which statement comes
    number: int = 0  # of the file that is run
    _read: tuple[str, list[Piece]] = ("", [])

    def __post_init__(self) -> None:
        """Makes what lends the superuser's rights."""
        self.lender = Administrator(self.administrator) if self.administrator else None

    @contextlib.contextmanager
    def session(self) -> Iterator[None]:
        """Opens the session, and closes it behind the block."""
        try:
            with self.connect():
                yield
        finally:
            if self.lender:
                self.lender.close()

    @contextlib.contextmanager
    def mighty(self) -> Iterator[psycopg.Connection]:
        """A session with all rights in the same database: the superuser's own where there is one."""
        if self.lender is None:
            yield self.connection
            return
        with self.lender.session(database_of(self.url)) as connection:
            yield connection

    def pieces(self, sql: str) -> list[Piece]:
        """The pieces of a file, as this session runs them."""
        if self._read[0] != sql:  # a proof asks twice for each file
            self._read = sql, read_script(sql, self.foreign, self.lender is not None)
        return self._read[1]

    def connect(self) -> psycopg.Connection:
        """Opens the session, or a new one. Raises DatabaseError."""
        options = f"-c statement_timeout={self.timeout}s -c client_min_messages=error"
        try:
            self.connection = psycopg.connect(
                self.url, autocommit=True, prepare_threshold=None, options=options, client_encoding="utf8"
            )
        except psycopg.OperationalError as error:
            message = f"The scratch server can't be reached: {str(error).strip()}"
            raise DatabaseError(message, "Look at [shadow].url, or leave it out to use docgen's own server.") from None
        self.prepared = Prepared(self.connection)
        return self.connection

    def file(self, path: str, sql: str, transaction: bool) -> None:
        """Runs one file: in one message if that works, else piece by piece."""
        self.path, self.sql = path, sql
        pieces = self.pieces(sql)
        self.statements += sum(piece.kind != "client" for piece in pieces)
        plain = all(piece.kind == "statement" for piece in pieces)
        if not (pieces and plain and self._at_once(pieces)):
            self._one_by_one(pieces, transaction)
        if _NEW_SESSION.search(sql):
            self.connection.close()
            self.connect()
        elif pieces:
            self.reset()

    def reset(self) -> None:
        """Makes the session as good as new, for the next file."""
        if prepares(self.sql):
            self.send("discard all")
            self.prepared.forget()
        else:
            self.send(RESET)

    def _at_once(self, pieces: Sequence[Piece]) -> bool:
        texts = [text for piece in pieces for text in (*self._mark(piece), piece.text, *self.limit(piece))]
        whole = ";\n".join(("begin", *texts, "commit"))
        try:
            self.send(whole)
        except psycopg.Error as error:
            self.lost(error, pieces[0])
            self._leave_transaction("rollback")
            return False
        return True

    def _one_by_one(self, pieces: Sequence[Piece], transaction: bool) -> None:
        if transaction:
            self.send("begin")
        for piece in pieces:
            try:
                self._piece(piece)
            except _RefusedError as refusal:
                self._fail(piece, "", str(refusal), "")
            except psycopg.Error as error:
                self.lost(error, piece)
                self._fail_with(piece, error)
        try:
            self._leave_transaction("commit")
        except psycopg.Error as error:  # a deferred constraint
            self.lost(error, pieces[-1])
            self._fail_with(pieces[-1], error)

    def _piece(self, piece: Piece) -> None:
        if piece.kind == "client":
            raise _RefusedError(
                f"{piece.text.split()[0]} is a command of psql, which no server knows: it was left out."
            )
        if piece.kind == "refused":
            words = " ".join(first_words(piece.text)).upper()
            raise _RefusedError(f"{words} reaches beyond the scratch database: it was not run.")
        if piece.kind == "control":
            self._control(piece)
        elif not self.inside():
            self.perform(piece)
        else:
            self._guarded(piece)

    def _guarded(self, piece: Piece) -> None:
        """Runs a piece inside the transaction so that its failure undoes nothing else."""
        self.send(f"savepoint {_SAVEPOINT}")
        try:
            self.perform(piece)
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            self.send(f"rollback to savepoint {_SAVEPOINT}")
            if error.sqlstate not in _OUTSIDE:
                raise
            self._outside(piece)
        else:
            if self.inside() and piece.kind != "control":
                self.send(f"release savepoint {_SAVEPOINT}")

    def _outside(self, piece: Piece) -> None:
        self.send("commit")
        try:
            self.perform(piece)
        finally:
            if not self.connection.closed:
                self.send("begin")

    def _control(self, piece: Piece) -> None:
        word, second = first_words(piece.text)
        inside = self.inside()
        if word in ("begin", "start"):
            if not inside:
                self.send(piece.text)
        elif word in ("savepoint", "release") or second == "to" or re.search(r"\bto\b", piece.text, re.I):
            if inside:
                self._guarded(piece)
            else:
                self.send(piece.text)
        elif inside:
            self.send(piece.text)

    def perform(self, piece: Piece) -> None:
        """Sends one piece, with the rows of a COPY."""
        for text in self._mark(piece):
            self.send(text)
        if piece.kind == "privileged" and self.lender is not None:
            run_privileged(self.connection, piece.text, self.lender)
            return
        if piece.kind not in ("copy in", "copy out"):
            run_ordinary(self.connection, piece.text, self.lender)
            for text in self.limit(piece):
                self.send(text)
            return
        with self.connection.cursor() as cursor, cursor.copy(encoded(piece.text)) as copy:
            if piece.kind == "copy in":
                copy.write(encoded(piece.data))
            else:
                for _ in copy:
                    pass

    def _mark(self, piece: Piece) -> tuple[str, ...]:
        return (recorder.mark(self.number, self.line(piece), piece.start),) if self.records else ()

    def limit(self, piece: Piece) -> tuple[str, ...]:
        """What puts our time limit back behind a piece that may change it, as the head of every dump does."""
        return (f"set statement_timeout = '{self.timeout}s'",) if "statement_timeout" in piece.text.lower() else ()

    def send(self, text: str) -> None:
        """Sends text as it is; several statements in it are one message."""
        self.connection.execute(encoded(text))

    def inside(self) -> bool:
        """Whether a transaction is open."""
        return self.connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def _leave_transaction(self, command: str) -> None:
        if self.inside():
            self.send(command)

    def lost(self, error: psycopg.Error, piece: Piece) -> None:
        """Raises DatabaseError if the piece cost the connection."""
        if self.connection.closed:
            message = f"The scratch server went away at {self.path}:{self.line(piece)}: {str(error).strip()}"
            raise DatabaseError(message, "Run it again; if it happens again, that statement ends the server.")

    def line(self, piece: Piece) -> int:
        """The line of the file that is run, from 1, on which the piece begins."""
        return self.sql.count("\n", 0, piece.start) + 1

    def _fail_with(self, piece: Piece, error: psycopg.Error) -> None:
        primary = error.diag.message_primary or str(error).strip()
        detail = error.diag.message_detail
        message = f"{primary}: {detail}" if detail else primary
        self._fail(piece, error.sqlstate or "", message, error.diag.message_hint or "")

    def _fail(self, piece: Piece, sqlstate: str, message: str, servers_hint: str) -> None:
        failure = ReplayFailure(
            path=self.path,
            line=self.line(piece),
            statement=piece.text.splitlines()[0].rstrip()[:_STATEMENT_LENGTH],
            sqlstate=sqlstate,
            message=message,
            hint=hint(sqlstate, message, servers_hint, self.lender is not None),
            cause=self.causes.find(sqlstate, message),
        )
        self.failures.append(failure)
        self.causes.add(failure, piece.text)
