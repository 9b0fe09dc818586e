"""Ordinary: runs, as a role that is no superuser, what a superuser would run without being asked."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from docgen.model.name import quote
from docgen.postgres.prepared import encoded
from docgen.postgres.server.elevation import privileged
from docgen.postgres.server.guard import MARKER, Administrator
from docgen.sql.parse import parse

_SAVEPOINT = "docgen_giving"
_OWNER = re.compile(r'\bowner\s+to\s+("(?:[^"]|"")+"|\w+)\s*$', re.IGNORECASE)
_OWNER_LENGTH = 200  # characters at the end of a statement that hold it
_WITH_REMEDY = re.compile(r"(?:alter|do)\b", re.IGNORECASE)
_EXTENSION = re.compile(r'permission denied to create extension "(.+)"')
_SCHEMA = re.compile(r"permission denied for schema (.+)$", re.MULTILINE)


def run_privileged(connection: psycopg.Connection[Any], text: str, lender: Administrator) -> None:
    """Runs a statement that an ordinary role may not run, with no more rights than it needs. Raises psycopg.Error."""
    way = privileged(text, MARKER, connection.info.server_version // 10000)
    for wish in way.wished if way else ():
        with contextlib.suppress(psycopg.Error):
            lender.run(connection, wish)
    if way is None or way.plain:
        run_ordinary(connection, text if way is None else way.plain, lender)
    if way is not None and way.elevation is not None:
        lender.run(connection, way.elevation)


def run_ordinary(connection: psycopg.Connection[Any], text: str, lender: Administrator | None) -> None:
    """Runs a statement as it stands; once more where a superuser would not have been refused and a remedy is known.

    Raises psycopg.Error.
    """
    if lender is None or not _WITH_REMEDY.match(text):
        connection.execute(encoded(text))
        return
    inside = connection.info.transaction_status == TransactionStatus.INTRANS
    if inside:
        connection.execute(f"savepoint {_SAVEPOINT}".encode())
    try:
        connection.execute(encoded(text))
    except psycopg.errors.InsufficientPrivilege as error:
        if connection.closed:
            raise
        if inside:
            connection.execute(f"rollback to savepoint {_SAVEPOINT}".encode())
        if not (_make_extension(connection, text, str(error), lender) or _allow(connection, text, str(error))):
            raise


def _allow(connection: psycopg.Connection[Any], text: str, message: str) -> bool:
    """Who gives a thing away must be allowed to make it where it is, which no superuser is asked."""
    owner, schema = _OWNER.search(text[-_OWNER_LENGTH:]), _SCHEMA.search(message)
    if owner is None or schema is None:
        return False
    right = f"create on schema {quote(schema[1])}"
    connection.execute(encoded(f"grant {right} to {owner[1]}; {text}\n; revoke {right} from {owner[1]}"))
    return True


def _make_extension(connection: psycopg.Connection[Any], text: str, message: str, lender: Administrator) -> bool:
    """An extension that a DO block makes if it is not there is made before the block."""
    refused = _EXTENSION.search(message)
    for inner in parse(text)[0].inner if refused else ():
        way = privileged(inner.text) if inner.tree.get("if_not_exists") else None
        if way is not None and way.elevation is not None and refused and inner.tree.get("extname") == refused[1]:
            lender.run(connection, way.elevation)
            connection.execute(encoded(text))
            return True
    return False
