"""Twice: runs every migration on a scratch server a first and a second time, and tells what each statement did."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import psycopg
from contents import Rows, definitions, drawn_by, emptied_by, rows_of, tables_of
from psycopg import conninfo, sql
from psycopg.pq import TransactionStatus

from docgen.model.migration import Migration
from docgen.postgres.replay.script import Piece, first_words, read_script
from docgen.postgres.server.guard import Administrator
from docgen.postgres.server.ordinary import run_ordinary, run_privileged
from docgen.sql.parse import parse
from docgen.sql.statement import Statement

TIMEOUT = 60  # seconds for one statement
_COPY = "docgen_second_run"
# "Cannot run inside a transaction block", a new enum value whose transaction must be committed first, and a procedure
# that commits.
_ALONE = {"25001", "55P04", "2D000"}
_RUN = ("statement", "privileged", "copy in")
_NEW_SESSION = re.compile(r"\balter\s+(database|role|user)\b", re.IGNORECASE)


@dataclass
class Judged:
    """What the server said of one statement: SQLSTATEs of both runs, "" where it ran."""

    file: str
    statement: Statement
    first: str = ""
    reason: str = ""  # the server's words on the first failure, of either run
    second: str = ""
    more: bool = False  # the second run made one more of what was there, and left it
    changed: bool | None = None  # the second run left other rows; None where no row was ever touched
    rows: dict[str, Rows] = field(default_factory=dict)  # of its tables, after its second run
    alone: bool | None = None  # whether it leaves other rows where it runs again without what stands above it


def run_twice(url: str, administrator: str, migrations: Sequence[Migration]) -> Iterator[list[Judged]]:
    """One list for each migration, of the statements that a server can be asked, in their order.

    ``administrator``: the URL of the superuser that lends its rights, as when docgen replays migrations.
    """
    runner = _Runner(url, Administrator(administrator))
    try:
        for migration in migrations:
            yield runner.migration(migration)
    finally:
        runner.connection.close()
        runner.lender.close()


class _Runner:
    """One session on the scratch database."""

    def __init__(self, url: str, lender: Administrator) -> None:
        self.url = url
        self.lender = lender
        self.connection = _connect(url)
        self.drawn: dict[
            str, set[str]
        ] = {}  # by table the columns that the file in hand fills with the time and the like

    def _rows(self, names: Iterable[str]) -> dict[str, Rows]:
        return rows_of(self.connection, names, self.drawn)

    def migration(self, migration: Migration) -> list[Judged]:
        """Runs the file, runs it again, and goes back to what the first run left."""
        steps = _steps(migration)
        tables = {judged.statement.start: tables_of(judged.statement) for _, judged in steps}
        self.drawn = {}
        for _, judged in steps:
            for table, columns in drawn_by(judged.statement).items():
                self.drawn.setdefault(table, set()).update(columns)
        touched = self._first_run(migration, steps, tables)
        self._fresh_session(migration.sql)
        ran = [(piece, judged) for piece, judged in steps if not judged.first]
        everything = sorted({table for names in tables.values() for table in names})
        before = self._rows(everything)
        known = definitions(self.connection)
        # What ends with the transaction must end with each statement where the tool opens none.
        alone = not _together(migration) and "on commit" in migration.sql.lower()
        if alone or not self._in_one_transaction(ran, tables, known):
            self._in_a_copy(ran, tables, known)
        _settle(ran, tables, before, touched)
        return [judged for _, judged in steps]

    def _first_run(
        self, migration: Migration, steps: list[tuple[Piece, Judged]], tables: dict[int, tuple[str, ...]]
    ) -> set[int]:
        """Runs the statements; where in the file those stand that changed rows."""
        touched = set()
        together = _together(migration)
        if together:
            self.connection.execute("begin")
        for piece, judged in steps:
            names = tables[judged.statement.start]
            before = self._rows(names)
            judged.first = self._attempt(piece, judged)
            if judged.first in _ALONE:
                with contextlib.suppress(psycopg.Error):
                    self.connection.execute("commit")
                judged.first = self._attempt(piece, judged)
                if together:
                    self.connection.execute("begin")
            if names and not judged.first and self._rows(names) != before:
                touched.add(judged.statement.start)
        try:
            self._leave("commit")
        except psycopg.Error as error:  # a deferred constraint: nothing of the file stays
            for _, judged in steps:
                judged.first, judged.reason = error.sqlstate or "?", str(error)
        return touched

    def _in_one_transaction(
        self, ran: list[tuple[Piece, Judged]], tables: dict[int, tuple[str, ...]], known: dict[str, int]
    ) -> bool:
        """The second run, rolled back; False where a statement does not go into a transaction."""
        self.connection.execute("begin")
        self._second_run(ran, tables, known)
        self._leave("rollback")
        if any(judged.second in _ALONE for _, judged in ran):
            return False
        self.connection.execute("begin")
        self._one_by_one([step for step in ran if tables[step[1].statement.start]], tables)
        self._leave("rollback")
        return True

    def _one_by_one(self, writing: list[tuple[Piece, Judged]], tables: dict[int, tuple[str, ...]]) -> None:
        """Runs each statement that writes rows again without what stands above it, from the last to the first.

        Behind it run those that leave the rows as they are: what it writes and they write over is no change.
        """
        harmless: list[tuple[Piece, Judged]] = []
        for piece, judged in reversed(writing):
            names = tables[judged.statement.start]
            before = self._rows(names)
            self.connection.execute("savepoint one_by_one")
            judged.alone = None
            if not self._attempt(piece, Judged(judged.file, judged.statement)):
                for other, behind in harmless:
                    self._attempt(other, Judged(behind.file, behind.statement))
                judged.alone = self._rows(names) != before
            self.connection.execute("rollback to savepoint one_by_one")
            if judged.alone is False:
                harmless.insert(0, (piece, judged))

    def _in_a_copy(
        self, ran: list[tuple[Piece, Judged]], tables: dict[int, tuple[str, ...]], known: dict[str, int]
    ) -> None:
        """The second run, each statement on its own, in a copy of the database."""
        name = self.connection.info.dbname
        row = self.connection.execute(
            "select coalesce(array_agg(one), '{}') from pg_catalog.pg_db_role_setting, unnest(setconfig) as one "
            "where setrole = 0 and setdatabase = (select oid from pg_catalog.pg_database where datname = %s)",
            [name],
        ).fetchone()
        self.connection.close()
        copy = sql.Identifier(_COPY)
        with _connect(conninfo.make_conninfo(self.url, dbname="template1")) as keeper:
            keeper.execute(sql.SQL("drop database if exists {} with (force)").format(copy))
            keeper.execute(sql.SQL("create database {} template {}").format(copy, sql.Identifier(name)))
        self.connection = _connect(conninfo.make_conninfo(self.url, dbname=_COPY))
        for setting in row[0] if row else ():
            key, _, value = setting.partition("=")
            self.connection.execute("select set_config(%s, %s, false)", [key, value])
        self._second_run(ran, tables, known)
        self.connection.close()
        with _connect(conninfo.make_conninfo(self.url, dbname="template1")) as keeper:
            keeper.execute(sql.SQL("drop database {} with (force)").format(copy))
        self.connection = _connect(self.url)

    def _second_run(
        self, ran: list[tuple[Piece, Judged]], tables: dict[int, tuple[str, ...]], known: dict[str, int]
    ) -> None:
        seen = known
        made: dict[int, set[str]] = {}  # what there was one more of behind each statement
        for piece, judged in ran:
            judged.second = self._attempt(piece, judged)
            judged.rows = {}
            if judged.second:
                continue
            if _may_make(judged.statement):
                now = definitions(self.connection)
                made[judged.statement.start] = {text for text, count in now.items() if count > seen.get(text, 0) > 0}
                seen = now
            judged.rows = self._rows(tables[judged.statement.start])
        left = definitions(self.connection)
        for _, judged in ran:
            judged.more = any(
                left.get(text, 0) > known.get(text, 0) > 0 for text in made.get(judged.statement.start, ())
            )

    def _attempt(self, piece: Piece, judged: Judged) -> str:
        """The SQLSTATE of a statement that fails, "" of one that runs; inside a transaction only it is undone."""
        inside = self._inside()
        if inside:
            self.connection.execute("savepoint one_statement")
        try:
            self._perform(piece)
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            if inside:
                self.connection.execute("rollback to savepoint one_statement")
            judged.reason = str(error).partition("\n")[0]
            return error.sqlstate or "?"
        return ""

    def _perform(self, piece: Piece) -> None:
        if piece.kind == "privileged":
            run_privileged(self.connection, piece.text, self.lender)
            return
        if piece.kind != "copy in":
            run_ordinary(self.connection, piece.text, self.lender)
            return
        with self.connection.cursor() as cursor, cursor.copy(piece.text.encode()) as copy:
            copy.write(piece.data.encode())

    def _fresh_session(self, text: str) -> None:
        if _NEW_SESSION.search(text):
            self.connection.close()
            self.connection = _connect(self.url)
        else:
            self.connection.execute("discard all")

    def _inside(self) -> bool:
        return self.connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def _leave(self, command: str) -> None:
        if self._inside():
            self.connection.execute(command.encode())


def _connect(url: str) -> psycopg.Connection:
    options = f"-c statement_timeout={TIMEOUT}s -c client_min_messages=error"
    return psycopg.connect(url, autocommit=True, prepare_threshold=None, options=options, client_encoding="utf8")


def _together(migration: Migration) -> bool:
    """Whether the statements run in one transaction: the tool's own, or one that the file opens."""
    return migration.transaction or any(piece.kind == "control" for piece in read_script(migration.sql))


def _steps(migration: Migration) -> list[tuple[Piece, Judged]]:
    statements = {statement.start: statement for statement in parse(migration.sql)}
    pieces = [piece for piece in read_script(migration.sql, guarded=True) if piece.kind in _RUN]
    return [
        (piece, Judged(migration.path, statements[piece.start]))
        for piece in pieces
        if piece.start in statements and first_words(piece.text) != ("set", "transaction")
    ]


def _may_make(statement: Statement) -> bool:
    return any(action.verb in ("create", "add") for one in (statement, *statement.inner) for action in one.actions)


def _settle(
    ran: list[tuple[Piece, Judged]],
    tables: dict[int, tuple[str, ...]],
    before: dict[str, Rows],
    touched: set[int],
) -> None:
    """Rows count as changed where the file leaves others than it found, by the statements that do so by themselves.

    A statement that only runs behind the others is judged by what it changed there. Tables that a failing statement was
    to write are not judged: what is missing there would be its work.
    """
    failed = {name for _, judged in ran if judged.second for name in tables[judged.statement.start]}
    emptied = {name for _, judged in ran for name in emptied_by(judged.statement)}
    last: dict[str, Rows] = dict(before)
    for _, judged in ran:
        last |= judged.rows
    different = {name for name in before if _differ(last[name], before[name], name in emptied)}
    now = dict(before)
    for _, judged in ran:
        names = set(judged.rows) & before.keys()
        if judged.second or not names or failed & names:
            continue
        changed = any(judged.rows[name] != now[name] for name in names & different)
        if judged.alone is not None:
            changed = judged.alone and bool(names & different)
        judged.changed = changed if changed or judged.statement.start in touched else None
        now |= judged.rows


def _differ(one: Rows, other: Rows, emptied: bool) -> bool:
    """Whether two states of a table differ; what was taken out and put back may have new generated values."""
    return (one[0], one[2]) != (other[0], other[2]) if emptied else one != other
