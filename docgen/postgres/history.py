"""History: which migrations a database says it has applied, from the table of whichever tool keeps one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from docgen.model.migration import Applied, History, HistoryQuery
from docgen.model.name import Name
from docgen.postgres.catalog.statements import fetch
from docgen.postgres.connect import Connection, explained
from docgen.sql.normal import statement_digests

_TASK = "the history of migrations"


def read_history(connection: Connection, queries: Sequence[HistoryQuery]) -> History:
    """What the first of ``queries`` whose table exists, with all its columns, says was applied, in its order.

    Without such a table, or without the right to read it, the history has no ``table`` and its ``note`` says why.
    Reads in the transaction of ``connection``. Raises DatabaseError when the connection fails.
    """
    if not queries:
        return History(source="", note="No migration tool with a history table is known here.")
    asked = [(query.schema, name) for query in queries for name in (query.table, *query.beside, *query.apart)]
    wanted = {"schemas": [schema for schema, _ in asked], "tables": [name for _, name in asked]}
    rows = fetch(connection, ("history",), wanted, _TASK)["history"]
    tables = {(schema, table): (set(columns), readable) for schema, table, columns, readable in rows}
    foreign = ""
    for query in queries:
        columns, readable = tables.get((query.schema, query.table), (set(), False))
        table = str(Name(query.schema, query.table))
        if not columns:
            continue
        if not all((query.schema, name) in tables for name in query.beside):
            foreign = foreign or f"{table} is not the history of {query.source}: {', '.join(query.beside)} is missing."
            continue
        if other := next((name for name in query.apart if (query.schema, name) in tables), ""):
            foreign = foreign or f"{table} is another tool's history than {query.source}'s: there is {other}."
            continue
        if not columns.issuperset(query.columns):
            missing = ", ".join(sorted(set(query.columns) - columns))
            foreign = foreign or f"{table} is not the history of {query.source}: it has no {missing}."
        elif columns.intersection(query.absent):
            strange = ", ".join(sorted(columns.intersection(query.absent)))
            foreign = foreign or f"{table} is another tool's history than {query.source}'s: it has {strange}."
        elif not readable:
            return History(source=query.source, note=f"The role may not read {table}, the history of {query.source}.")
        else:
            return _read(connection, query, table)
    return History(source=queries[0].source, note=foreign or "The database has no history table of a migration tool.")


def _read(connection: Connection, query: HistoryQuery, table: str) -> History:
    # The text comes from a source's own file; psycopg wants a literal, to keep values out of SQL.
    text: Any = query.sql
    with explained(_TASK, connection):
        try:
            with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
                rows = cursor.execute(text).fetchall()
        except psycopg.Error as error:
            if connection.closed or error.sqlstate is None or error.sqlstate.startswith(("55", "57")):
                raise
            words = " ".join(str(error.diag.message_primary or error).split())
            return History(source=query.source, note=f"{table} cannot be read: {words}.")
    applied = tuple(_applied(row) for row in rows)
    notes = [f"{table} keeps the newest version only."] if query.newest_only else []
    failed = ", ".join(one.version for one in applied if not one.success)
    if failed:
        notes.append(f"Marked as failed: {failed}.")
    return History(
        source=query.source, table=table, applied=applied, note=" ".join(notes), newest_only=query.newest_only
    )


def _applied(row: dict[str, Any]) -> Applied:
    """A row by the names of its columns; what is not there, or null, is not known."""
    known = {name: value for name, value in row.items() if value is not None}
    texts = {name: str(value) for name, value in known.items() if name in ("version", "name", "at", "by", "checksum")}
    return Applied(
        version=texts.pop("version", ""),
        success=known.get("success", True),
        rolled_back=known.get("rolled_back", False),
        milliseconds=known.get("milliseconds"),
        parts=tuple(known.get("parts", ())),
        statements=tuple(digest for text in known.get("statements", ()) for digest in statement_digests(text)),
        **texts,
    )
