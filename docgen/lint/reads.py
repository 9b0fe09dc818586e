"""Reads: small questions to a statement that the model of what exists asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings, walk

# Functions that give another value each time.
VOLATILE = frozenset(
    [
        "now",
        "random",
        "gen_random_uuid",
        "gen_random_bytes",
        "uuid_generate_v4",
        "uuidv7",
        "nextval",
        "clock_timestamp",
        "statement_timestamp",
        "transaction_timestamp",
        "timeofday",
    ]
)


def constants_in(node: Node | None) -> Iterator[object]:
    """The constants of an expression."""
    for kind, fields in walk({"": node} if node else {}):
        if kind == "A_Const":
            yield from (value.get(name, 0) for name, value in fields.items() if isinstance(value, dict))


def is_constant(node: Node) -> bool:
    """Whether an expression is a constant, also a cast, negative or default one, or an array or row of such."""
    if "A_Const" in node or "SetToDefault" in node:
        return True
    if "TypeCast" in node:
        return is_constant(node["TypeCast"].get("arg", {}))
    if "A_ArrayExpr" in node:
        return all(is_constant(item) for item in node["A_ArrayExpr"].get("elements", ()))
    expression = node.get("A_Expr", {})
    return bool(expression) and "lexpr" not in expression and is_constant(expression.get("rexpr", {}))


def cast_constant(node: Node) -> str | None:
    """The text of a constant string, below any casts; None for all else."""
    while "TypeCast" in node:
        node = node["TypeCast"].get("arg", {})
    value = node.get("A_Const", {})
    return str(value["sval"].get("sval", "")) if "sval" in value else None


def columns_of(node: Node | None) -> set[str]:
    """The columns that an expression names, unqualified."""
    references = (fields for kind, fields in walk({"": node} if node else {}) if kind == "ColumnRef")
    return {name for fields in references for name in strings(fields.get("fields"))[-1:]}


def in_order(statement: Statement) -> tuple[Action, ...]:
    """The actions in the order PostgreSQL runs them: in one ALTER TABLE, what drops goes first."""
    if statement.kind == "ALTER TABLE" and len(statement.actions) > 1:
        return tuple(sorted(statement.actions, key=lambda action: action.verb != "drop"))
    return statement.actions


def type_name(column: Action) -> str:
    """The unqualified type of a column, of its elements where it is an array."""
    return column.detail.split(".")[-1].removesuffix("[]")


_SERIALS = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}


def same_type(one: str, other: str) -> bool:
    """Whether two types as written mean the same one: serial is integer, public.mood is mood."""
    plain = [_SERIALS.get(kind, kind).removeprefix("public.") for kind in (one.lower(), other.lower())]
    return plain[0] == plain[1]


_CLASSES = {
    **dict.fromkeys(("smallint", "integer", "bigint", "numeric", "decimal", "real", "double precision"), "number"),
    **dict.fromkeys(("serial", "bigserial", "smallserial", "int", "float", "money"), "number"),
    **dict.fromkeys(("text", "character varying", "character", "citext", "name", "varchar", "char"), "text"),
    **dict.fromkeys(("timestamp with time zone", "timestamp without time zone", "date", "timestamp"), "time"),
    **dict.fromkeys(("timestamptz", "time without time zone", "time with time zone"), "time"),
    **dict.fromkeys(("json", "jsonb"), "json"),
    "boolean": "boolean",
    "uuid": "uuid",
    "bytea": "binary",
}
_MODIFIER = re.compile(r"\([^)]*\)")


def type_class(text: str) -> str:
    """The class of types that goes together in comparisons: number, text, time ...; "type x" for all others."""
    name = _MODIFIER.sub("", text).lower().strip() if "(" in text else text
    if name.endswith("]"):
        return "array"
    return _CLASSES.get(name) or f"type {text.split('.')[-1]}"


def types_in(*nodes: object) -> set[str]:
    """The unqualified names of the types below these nodes, without those of SQL itself."""
    found = (fields for _, fields in walk([{"": node} for node in nodes if node]) if "typemod" in fields)
    names = (strings(fields.get("names")) for fields in found)
    return {parts[-1] for parts in names if parts and parts[0] != "pg_catalog"}


class Read(NamedTuple):
    """What a query reads, unqualified: relations and functions, and columns, "*" where it takes all of them."""

    names: frozenset[str]
    columns: frozenset[str]


def read_by(node: Node) -> Read:
    """The relations, functions and columns that a query names."""
    names: set[str] = set()
    columns: set[str] = set()
    stack: list[Any] = [node]
    while stack:  # as walk does, without a step for each node: views are large, and every one is read
        current = stack.pop()
        if type(current) is list:
            stack += current
            continue
        if type(current) is not dict:
            continue
        for kind, fields in current.items():
            if type(fields) is dict:
                if kind == "ColumnRef":
                    part = fields["fields"][-1]
                    columns.add("*" if "A_Star" in part else part.get("String", {}).get("sval", ""))
                    continue
                if kind == "RangeVar":
                    names.add(fields.get("relname", ""))
                elif kind == "FuncCall":
                    names.update(strings(fields.get("funcname"))[-1:])
                stack.append(fields)
            elif type(fields) is list and kind != "typmods":  # as for walk, these are no columns
                stack += fields
    return Read(frozenset(names), frozenset(columns))
