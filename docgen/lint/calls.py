"""Calls: the functions that a SELECT calls for their effect, without any condition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import strings


class Call(NamedTuple):
    """One function with its arguments; ``schema`` is "" where it is not written."""

    schema: str
    name: str
    arguments: tuple[Node, ...]


def called(statement: Statement) -> Iterator[Call]:
    """The calls that are columns of the SELECT; none where a condition decides whether they are made."""
    if statement.node_kind != "SelectStmt" or statement.conditions or "whereClause" in statement.tree:
        return
    for item in statement.tree.get("targetList", ()):
        call = item.get("ResTarget", {}).get("val", {}).get("FuncCall", {})
        *schema, name = strings(call.get("funcname")) or ("",)
        if name:
            yield Call("".join(schema), name, tuple(call.get("args", ())))
