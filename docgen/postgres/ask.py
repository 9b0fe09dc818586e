"""Ask: queries that people wrote, each read-only, alone, and limited in time and rows; a fault is an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import psycopg

from docgen.errors import DatabaseError
from docgen.postgres.connect import Connection, connect
from docgen.sql.parse import parse
from docgen.sql.split import split

MOST_ROWS = 1000
_LONGEST = 200  # characters of a value
_SETTINGS = "select set_config('statement_timeout', %s, true), set_config('search_path', 'public', true)"


class Answer(msgspec.Struct, frozen=True):
    """The rows as text (null for no value), sorted; ``more``: there were more than MOST_ROWS. ``error``: why not."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: bool = False
    error: str = ""


def answers(url: str, questions: Iterable[tuple[str, int]]) -> Iterator[Answer]:
    """The answer to each question (one query, seconds that it may take), in order.

    All run in read-only transactions. Raises DatabaseError when the server cannot be reached at all.
    """
    connection = connect(url)
    try:
        for sql, timeout in questions:
            if connection.closed:
                connection = connect(url)
            yield _answer(connection, sql, timeout)
    finally:
        connection.close()


def _answer(connection: Connection, sql: str, timeout: int) -> Answer:
    spans = split(sql)
    if len(spans) != 1:
        return Answer(error=f"A check is one query; this one holds {len(spans)} statements.")
    query = sql[slice(*spans[0])]
    statement = parse(query)[0]
    if not statement.error and statement.node_kind != "SelectStmt":
        return Answer(error=f"A check only reads; this is {statement.kind}.")
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(_SETTINGS, [f"{timeout}s"])
            # A cursor reads, and no more than is fetched; by the extended protocol the text is one statement.
            connection.cursor(binary=True).execute(b"declare docgen_check no scroll cursor for " + query.encode())
            cursor = connection.execute(f"fetch {MOST_ROWS + 1} from docgen_check")
            return _read(cursor)
    except psycopg.errors.QueryCanceled:
        return Answer(error=f"It took longer than {timeout} s and was cancelled.")
    except psycopg.Error as error:
        if connection.closed:
            return Answer(error="The server ended the session.")
        return Answer(error=_message(error))


def _read(cursor: psycopg.Cursor[tuple[object, ...]]) -> Answer:
    result = cursor.pgresult
    if result is None:
        raise DatabaseError("a check gave no result", "This is a fault of docgen: please report it.")
    rows = [
        tuple(_text(result.get_value(row, column)) for column in range(result.nfields)) for row in range(result.ntuples)
    ]
    columns = tuple(description.name for description in cursor.description or ())
    return Answer(columns, tuple(sorted(rows[:MOST_ROWS])), len(rows) > MOST_ROWS)


def _text(value: bytes | None) -> str:
    if value is None:
        return "null"
    text = value[: 4 * _LONGEST].decode("utf-8", "replace")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _message(error: psycopg.Error) -> str:
    primary = error.diag.message_primary or " ".join(str(error).split())
    if "DECLARE CURSOR" in primary:
        return f"A check only reads: {primary} (SQLSTATE {error.sqlstate})."
    return f"{primary} (SQLSTATE {error.sqlstate})."
