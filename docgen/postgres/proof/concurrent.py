"""Concurrent: the plain form of what makes or drops an index concurrently, for a transaction that is rolled back."""

from __future__ import annotations

import re
from typing import Any

from docgen.model.name import quote
from docgen.postgres.connect import Connection
from docgen.postgres.replay.script import Piece
from docgen.sql.parse import parse

_CONCURRENTLY = re.compile(r"((?:create\s+(?:unique\s+)?|drop\s+)index\s+)(concurrently)\b", re.IGNORECASE)
_PARTITIONED = "select relkind in ('p', 'I') from pg_catalog.pg_class where oid = pg_catalog.to_regclass(%s)"
# What is refused before anything is made, in either form: a name that is there or is not, a wrong kind of object,
# something that depends on it. With any other refusal CONCURRENTLY may leave an invalid index behind.
SAME_REFUSALS = frozenset({"42P07", "42P01", "42703", "42704", "3F000", "42809", "2BP01"})


def is_concurrent(piece: Piece) -> bool:
    """Whether the piece makes or drops an index concurrently."""
    return piece.kind == "statement" and _CONCURRENTLY.match(piece.text) is not None


def plain_form(connection: Connection, piece: Piece) -> Piece | None:
    """The piece without CONCURRENTLY, its places kept; None where that would do what the server refuses of it.

    These are several indexes at once, CASCADE, and what is partitioned. Raises psycopg.Error.
    """
    found = _CONCURRENTLY.match(piece.text)
    statements = parse(piece.text) if found else ()
    if found is None or len(statements) != 1:
        return None
    name = _name(statements[0].tree)
    if name is None:
        return None
    row = connection.execute(_PARTITIONED, [name]).fetchone()
    if row is not None and row[0]:
        return None
    start, end = found.span(2)
    return piece._replace(text=piece.text[:start] + " " * (end - start) + piece.text[end:])


def _name(tree: dict[str, Any]) -> str | None:
    """The table of CREATE INDEX or the index of DROP INDEX, quoted."""
    relation = tree.get("relation")
    if relation is not None:
        parts = [relation.get("schemaname"), relation.get("relname")]
    elif len(tree.get("objects", ())) == 1 and tree.get("behavior") == "DROP_RESTRICT":
        parts = [item["String"]["sval"] for item in tree["objects"][0]["List"]["items"]]
    else:
        return None
    return ".".join(quote(part) for part in parts if part)
