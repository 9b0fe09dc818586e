"""Calls: the functions that a SELECT calls for their effect, without any condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docgen.lint.reads import cast_constant
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import strings

# A project's own functions whose body cannot be read, but whose name says what they do: drop_policies('public.orders').
_TAKES_AWAY = re.compile(
    r"(?:drop|remove|delete|clear)_(?:all_|existing_|old_)?(polic(?:y|ies)|triggers?|constraints?)\b"
)


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


def taken_away(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """What the calls drop by their names: the kind, and the table's schema or "" and name."""
    for call in called(statement):
        found = _TAKES_AWAY.match(call.name)
        texts = [text for argument in call.arguments if (text := cast_constant(argument)) is not None]
        if found and texts:
            kind = "policy" if found[1].startswith("polic") else found[1].removesuffix("s")
            *schema, table = (part.strip('"') for part in ".".join(texts[:2]).split(".")[:2])
            yield kind, "".join(schema), table
