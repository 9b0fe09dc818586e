"""Copies: what CREATE TABLE (LIKE ...) takes over from the other table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from docgen.lint.keys import Key, relation_key
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import relation

_CONSTRAINTS, _INDEXES = 1 << 2, 1 << 6  # PostgreSQL's TableLikeOption


def copied(node: Node, path: str, parts: Callable[[Key, str], list[Action]]) -> Iterator[Action]:
    """The columns, checks, keys and indexes that a CREATE TABLE copies; PostgreSQL names copied indexes itself.

    ``parts`` gives the actions that made a table's parts of one kind.
    """
    table = relation(node.get("relation"))
    for element in node.get("tableElts", ()):
        like = element.get("TableLikeClause")
        if like is None:
            continue
        source = relation(like.get("relation"))
        other = relation_key(source.schema, source.name, path)
        options = like.get("options", 0)
        for made in parts(other, "column"):
            yield _moved(made, table.schema, table.name, made.name)
        for made in parts(other, "constraint"):
            if made.detail == "check" and options & _CONSTRAINTS:
                yield _moved(made, table.schema, table.name, made.name)
            elif made.detail in ("primary key", "unique", "exclude") and options & _INDEXES:
                yield _moved(made, table.schema, table.name, "")
        for made in parts(other, "relation"):
            if made.kind == "index" and options & _INDEXES:
                yield _moved(made, table.schema, table.name, "")


def _moved(made: Action, schema: str, table: str, name: str) -> Action:
    return msgspec.structs.replace(made, relation=table, relation_schema=schema, schema="", name=name, inline=False)
