"""Conversions: what ALTER COLUMN TYPE ... USING does to values that it has converted already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings, walk

_COMPARISONS = {("=",), ("<>",), ("~~",)}
# Functions that take the old type and not what they are used to make.
_ONE_WAY = {"to_timestamp", "to_date", "length", "char_length", "octet_length", "string_to_array", "decode", "encode"}


class Conversion(NamedTuple):
    """One USING over the column itself: it fails on the second run, or converts again."""

    column: str
    fails: bool
    repeats: bool
    action: Action | None


def conversions(statement: Statement) -> Iterator[Conversion]:
    """The conversions of an ALTER TABLE; a plain cast is none."""
    for item in statement.node.get("AlterTableStmt", {}).get("cmds", ()):
        command = item.get("AlterTableCmd", {})
        using = command.get("def", {}).get("ColumnDef", {}).get("raw_default")
        column = command.get("name", "")
        if command.get("subtype") != "AT_AlterColumnType" or using is None or not _reads(using, column):
            continue
        nodes = list(walk(using))
        fails = any(_one_way(kind, fields, column) for kind, fields in nodes)
        repeats = any(
            kind == "FuncCall" or (kind == "A_Expr" and strings(fields.get("name")) not in _COMPARISONS)
            for kind, fields in nodes
        )
        action = next((one for one in statement.actions if one.name == column), None)
        yield Conversion(column, fails, repeats and not fails, action)


def _one_way(kind: str, fields: Node, column: str) -> bool:
    if kind == "FuncCall" and strings(fields.get("funcname"))[-1:][0] in _ONE_WAY:
        return any(_is(argument, column) for argument in fields.get("args", ()))
    if kind == "CaseExpr" and _is(fields.get("arg", {}), column):
        values = [item.get("CaseWhen", {}).get("expr", {}).get("A_Const", {}) for item in fields.get("args", ())]
        return any("ival" in value or "boolval" in value for value in values)
    return False


def _reads(expression: Node, column: str) -> bool:
    return any(_is({kind: fields}, column) for kind, fields in walk({"": expression}))


def _is(node: Node, column: str) -> bool:
    return strings(node.get("ColumnRef", {}).get("fields"))[-1:] == (column,)
