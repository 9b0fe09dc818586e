"""Prepared: docgen's own statements of one session, planned once, and several of them sent in one message."""

from __future__ import annotations

import itertools
import re
from typing import Any, NamedTuple

from psycopg import sql

from docgen.postgres.connect import Connection

Rows = list[tuple[Any, ...]]

# All of DISCARD ALL but the prepared statements.
RESET = (
    "close all; reset session authorization; reset all; unlisten *; discard temp; discard sequences;"
    " select pg_catalog.pg_advisory_unlock_all()"
)
_PREPARES = re.compile(r"\b(?:prepare|deallocate|discard)\b", re.IGNORECASE)


class Query(NamedTuple):
    """A statement of docgen's own whose rows are wanted; $1, $2 ... stand for the values."""

    text: str
    types: tuple[str, ...] = ()  # of the values
    values: tuple[Any, ...] = ()


class Prepared:
    """Sends docgen's own statements through one connection.

    psycopg forgets at every ROLLBACK what it has prepared, and to plan a query of the catalog costs more than to run
    it: so they are prepared by name here, which no rollback takes back.
    """

    def __init__(self, connection: Connection) -> None:
        """Nothing is prepared yet."""
        self.connection = connection
        self._names: dict[str, str] = {}
        self._numbers = itertools.count()

    def ask(self, *parts: str | Query) -> list[Rows]:
        """The rows of each query, in order; all parts go in one message. Raises psycopg.Error.

        A part that is text is sent as it is; one of several statements has to stand in front of all queries.
        """
        new: dict[str, str] = {}
        texts: list[str] = []
        for part in parts:
            if isinstance(part, str):
                continue
            if part.text not in self._names and part.text not in new:
                new[part.text] = f"docgen_{next(self._numbers)}"
                types = f" ({', '.join(part.types)})" if part.types else ""
                texts.append(f"prepare {new[part.text]}{types} as {part.text}")
        names = self._names | new if new else self._names
        texts += [part if isinstance(part, str) else self._call(names[part.text], part) for part in parts]
        cursor = self.connection.execute(encoded(";\n".join(texts)))
        self._names.update(new)
        found = []
        for number, part in enumerate(parts):
            if not isinstance(part, str):
                cursor.set_result(number - len(parts))
                found.append(cursor.fetchall())
        return found

    def forget(self) -> None:
        """Nothing is prepared any more: the session has thrown it away, or may have."""
        self._names.clear()

    def _call(self, name: str, query: Query) -> str:
        if not query.values:
            return f"execute {name}"
        values = ", ".join(sql.Literal(value).as_string(self.connection) for value in query.values)
        return f"execute {name} ({values})"


def prepares(text: str) -> bool:
    """Whether the text may prepare statements, or throw prepared ones away, docgen's own among them."""
    return _PREPARES.search(text) is not None


def encoded(text: str) -> bytes:
    """The text as the server takes it."""
    # A zero byte would end the message early, a lone surrogate has no UTF-8: neither can be in a right statement.
    return text.replace("\0", "\ufffd").encode("utf-8", "replace")
