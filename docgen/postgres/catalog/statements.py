"""Statements: the catalog queries of queries/*.sql as one server version understands them, and how they are sent."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any, TypeAlias

import psycopg

from docgen.postgres.connect import Connection, explained

Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Iterable[Row]
Answer: TypeAlias = psycopg.Cursor[Row]

_AT_ONCE = 500  # rows that are decoded together

_CATALOG = re.compile(r"\b(?:from|join)\s+(pg_\w+)\b(?!\()")
_SINCE = re.compile(r"\s+-- since ")


@functools.cache
def statement(name: str, major: int) -> str:
    """The text of queries/``name``.sql for servers of ``major``.

    The files hold the newest server's form and run as they are. A line that ends in ``-- since 18, else null`` has
    ``null`` in place of its expression (alias and comma stay) on older servers; without an ``else`` it is left out.
    Alternatives chain: ``a, -- since 17, else b -- since 15, else c``. A version's own text costs nothing at run
    time, where to_jsonb(row)->>'column' would cost one conversion for each row.
    """
    text = resources.files("docgen.postgres.catalog").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
    lines = (_line(line, major) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None)


def catalogs(name: str, major: int) -> frozenset[str]:
    """The system catalogs that the statement reads."""
    return frozenset(_CATALOG.findall(statement(name, major)))


def fetch(
    connection: Connection, names: Sequence[str], parameters: Mapping[str, Any], task: str = "the catalog"
) -> dict[str, list[Row]]:
    """The rows of each statement, sent together in one round trip, in binary.

    All rows are in memory at once: send what is large on its own. Raises DatabaseError.
    """
    return {name: cursor.fetchall() for name, cursor in send(connection, names, parameters, task).items()}


def send(
    connection: Connection, names: Sequence[str], parameters: Mapping[str, Any], task: str = "the catalog"
) -> dict[str, Answer]:
    """As ``fetch``, but the rows are still as they came: reading them is the caller's work, see ``rows``."""
    major = connection.info.server_version // 10000
    with explained(task, connection):
        if len(names) == 1 or not psycopg.Pipeline.is_supported():
            return {name: _execute(connection, name, major, parameters) for name in names}
        with connection.pipeline():
            return {name: _execute(connection, name, major, parameters) for name in names}


def rows(answer: Answer) -> Iterator[Row]:
    """The rows of an answer once, a few at a time: all of them decoded at once would take its memory once more."""
    while some := answer.fetchmany(_AT_ONCE):
        yield from some


def _execute(connection: Connection, name: str, major: int, parameters: Mapping[str, Any]) -> Answer:
    # psycopg wants its own composable or a literal, to keep values out of SQL: these texts are files of the package.
    text: Any = statement(name, major)
    return connection.cursor(binary=True).execute(text, parameters)


def _line(line: str, major: int) -> str | None:
    newest, *older = _SINCE.split(line)
    if not older:
        return line
    alias = re.search(r"( as \w+)?(,?)$", newest)
    ending = alias.group(0) if alias else ""
    indent = newest[: len(newest) - len(newest.lstrip())]
    expression: str | None = newest
    for alternative in older:
        since, _, other = alternative.partition(", else ")
        if major >= int(since):
            return expression
        expression = f"{indent}{other}{ending}" if other else None
    return expression
