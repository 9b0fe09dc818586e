"""Row security: tests of who sees and may do what, on seeded rows of the shadow, each undone when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import psycopg
from psycopg import sql

from docgen.errors import DatabaseError
from docgen.model.check import RlsTest, Trial
from docgen.postgres.replay.script import read_script

_TIMEOUT = 30  # seconds a statement
_REFUSED = "42501"  # insufficient_privilege: no grant, or a policy refuses the new row


class Tried(msgspec.Struct, frozen=True):
    """What one trial gave: the rows that came or changed, or the server's error."""

    rows: int = 0
    refused: bool = False
    error: str = ""


class Attempt(msgspec.Struct, frozen=True):
    """What one test gave; ``error``: why it could not be tried."""

    tried: tuple[Tried, ...] = ()
    error: str = ""


def attempts(url: str, tests: Iterable[RlsTest], foreign: bool = False) -> Iterator[Attempt]:
    """What each test gives, in order. Nothing of it stays but the positions of sequences.

    ``foreign``: a server that is not docgen's own. Raises DatabaseError when the server cannot be reached.
    """
    for test in tests:
        try:
            with psycopg.connect(url, prepare_threshold=None, client_encoding="utf8") as connection:
                yield _attempt(connection, test, foreign)
                connection.rollback()
        except psycopg.OperationalError as error:
            raise DatabaseError(
                f"The scratch server went away in the test {test.name!r}: {' '.join(str(error).split())}",
                "Look at the statements of that test.",
            ) from None


def _attempt(connection: psycopg.Connection, test: RlsTest, foreign: bool) -> Attempt:
    try:
        connection.execute("select set_config('statement_timeout', %s, true)", [f"{_TIMEOUT}s"])
        for label, text in test.seed:
            error = _seed(connection, label, text, foreign)
            if error:
                return Attempt(error=error)
        connection.execute(sql.SQL("set local role {}").format(sql.Identifier(test.role)))
        for name, value in test.settings:
            connection.execute("select set_config(%s, %s, true)", [name, value])
    except psycopg.Error as error:
        return Attempt(error=f"The role or its settings cannot be taken: {_message(error)}")
    return Attempt(tuple(_try(connection, trial, foreign) for trial in test.trials))


def _seed(connection: psycopg.Connection, label: str, text: str, foreign: bool) -> str:
    """Runs the statements that make the rows; why not, or ""."""
    for piece in read_script(text, foreign):
        if piece.kind != "statement":
            return f"{label} holds {piece.text.split()[0]}: only plain statements may make the rows."
        try:
            connection.execute(piece.text.encode())
        except psycopg.Error as error:
            return f"{label}: {_message(error)}"
    return ""


def _try(connection: psycopg.Connection, trial: Trial, foreign: bool) -> Tried:
    pieces = read_script(trial.sql, foreign)
    if [piece.kind for piece in pieces] != ["statement"]:
        return Tried(error="A trial is one plain statement.")
    try:
        with connection.transaction(force_rollback=True):
            if trial.kind == "sees":
                counted = connection.cursor(binary=True).execute(
                    b"select count(*) from (" + pieces[0].text.encode() + b"\n) as seen"
                )
                row = counted.fetchone()
                return Tried(rows=int(row[0]) if row else 0)
            return Tried(rows=connection.cursor(binary=True).execute(pieces[0].text.encode()).rowcount)
    except psycopg.Error as error:
        if connection.closed:
            raise
        return Tried(refused=error.sqlstate == _REFUSED, error=_message(error))


def _message(error: psycopg.Error) -> str:
    primary = error.diag.message_primary or " ".join(str(error).split())
    return f"{primary} (SQLSTATE {error.sqlstate})"
