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
# Functions that take an array, of whatever type.
_OF_ARRAYS = {"array_to_json", "array_to_string", "array_length", "cardinality", "unnest", "array_position"}
_NO_FUNCTION, _NOT_BOOLEAN = "42883", "42804"


class Conversion(NamedTuple):
    """One USING over the column itself: it fails on the second run, or converts again."""

    column: str
    fails: str  # the SQLSTATE, "" if it does not
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
        action = next((one for one in statement.actions if one.name == column), None)
        nodes = list(walk(using))
        fails = next((state for kind, fields in nodes if (state := _fails(kind, fields, column, action))), "")
        repeats = any(
            kind == "FuncCall" or (kind == "A_Expr" and strings(fields.get("name")) not in _COMPARISONS)
            for kind, fields in nodes
        )
        yield Conversion(column, fails, repeats and not fails, action)


def _fails(kind: str, fields: Node, column: str, action: Action | None) -> str:
    """The SQLSTATE with which this node of USING fails over a column of the new type, "" if it does not."""
    new_type = action.detail if action is not None else ""
    if kind == "FuncCall" and any(_is(argument, column) for argument in fields.get("args", ())):
        function = strings(fields.get("funcname"))[-1]
        fails = function in _ONE_WAY or (function in _OF_ARRAYS and not new_type.endswith("[]"))
        return _NO_FUNCTION if fails else ""
    if kind != "CaseExpr":
        return ""
    branches = [item.get("CaseWhen", {}).get("expr", {}) for item in fields.get("args", ())]
    if _is(fields.get("arg", {}), column):
        values = [branch.get("A_Const", {}) for branch in branches]
        return _NO_FUNCTION if any("ival" in value or "boolval" in value for value in values) else ""
    tests_it = any(_is(branch, column) for branch in branches)
    return _NOT_BOOLEAN if tests_it and new_type != "type boolean" else ""


def _reads(expression: Node, column: str) -> bool:
    return any(_is({kind: fields}, column) for kind, fields in walk({"": expression}))


def _is(node: Node, column: str) -> bool:
    return strings(node.get("ColumnRef", {}).get("fields"))[-1:] == (column,)
