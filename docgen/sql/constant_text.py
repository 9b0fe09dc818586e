"""Constant text: what an expression of a PL/pgSQL body gives, where parsing alone can know it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docgen.sql.libpg_query import Node, ParseError, parse_tree
from docgen.sql.offsets import encode
from docgen.sql.tree import strings, walk

# More rounds of a loop than these are not unrolled.
_MOST_ROUNDS = 100
_MARK = re.compile(r"%(?:(\d+)\$)?-?\d*([sIL%])")
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_$]*\Z")

Values = Mapping[str, str]


def text_of(expression: str, values: Values) -> str | None:
    """The text that the expression gives; ``values`` are the known variables. None where parsing cannot know."""
    node = _expression(expression)
    return _text(node, values) if node is not None else None


def list_of(expression: str, values: Values) -> tuple[str, ...] | None:
    """The texts of an ARRAY[...] or '{...}'; None where parsing cannot know them, or where they are too many."""
    node = _expression(expression)
    return _items(node, values) if node is not None else None


def rows_of(query: str, values: Values) -> tuple[str, ...] | None:
    """The texts of a query of one column that reads no table: VALUES, unnest(ARRAY[...]); None for all else."""
    try:
        select: Any = parse_tree(encode(query))[0]["stmt"].get("SelectStmt", {})
    except (ParseError, KeyError, IndexError):
        return None
    if any(kind == "RangeVar" or kind == "SubLink" for kind, _ in walk(select)) or "whereClause" in select:
        return None
    lists = [fields for kind, fields in walk(select) if kind == "SelectStmt" and "valuesLists" in fields]
    lists += [select] if "valuesLists" in select else []
    if lists:
        rows = [row.get("List", {}).get("items", []) for row in lists[0]["valuesLists"]]
        return _all([_text(row[0], values) if len(row) == 1 else None for row in rows])
    calls = [fields for kind, fields in walk(select) if kind == "FuncCall"]
    if len(calls) == 1 and strings(calls[0].get("funcname"))[-1:] == ("unnest",) and len(calls[0].get("args", ())) == 1:
        return _items(calls[0]["args"][0], values)
    return None


def _expression(expression: str) -> Node | None:
    try:
        select: Any = parse_tree(encode(f"select {expression}"))[0]["stmt"]["SelectStmt"]
        found: Node = select["targetList"][0]["ResTarget"]["val"]
    except (ParseError, KeyError, IndexError):
        return None
    return found


def _text(node: Node, values: Values) -> str | None:
    if "TypeCast" in node:
        return _text(node["TypeCast"].get("arg", {}), values)
    if "A_Const" in node:
        value = node["A_Const"]
        return str(value["sval"].get("sval", "")) if "sval" in value else _number(value)
    if "ColumnRef" in node:
        name = strings(node["ColumnRef"].get("fields"))
        return values.get(name[0]) if len(name) == 1 else None
    if "A_Expr" in node and strings(node["A_Expr"].get("name")) == ("||",):
        parts = [_text(node["A_Expr"].get(side, {}), values) for side in ("lexpr", "rexpr")]
        known = _all(parts)
        return "".join(known) if known is not None else None
    return _call(node["FuncCall"], values) if "FuncCall" in node else None


def _number(value: Node) -> str | None:
    return str(value["ival"].get("ival", 0)) if "ival" in value else None


def _call(call: Node, values: Values) -> str | None:
    arguments = _all([_text(argument, values) for argument in call.get("args", ())])
    if not arguments:
        return None
    match strings(call.get("funcname"))[-1:]:
        case ("format",):
            return _formatted(arguments[0], arguments[1:])
        case ("quote_ident",):
            return _identifier(arguments[0])
        case ("quote_literal",):
            return _literal(arguments[0])
        case ("concat",):
            return "".join(arguments)
        case ("lower",):
            return arguments[0].lower()
    return None


def _formatted(template: str, arguments: tuple[str, ...]) -> str | None:
    out: list[str] = []
    at = following = 0
    for mark in _MARK.finditer(template):
        out.append(template[at : mark.start()])
        at = mark.end()
        if mark[2] == "%":
            out.append("%")
            continue
        number = int(mark[1]) - 1 if mark[1] else following
        if not 0 <= number < len(arguments):
            return None
        following = number + 1
        value = arguments[number]
        out.append(_identifier(value) if mark[2] == "I" else _literal(value) if mark[2] == "L" else value)
    return "".join([*out, template[at:]])


def _identifier(value: str) -> str:
    return value if _PLAIN_NAME.match(value) else '"' + value.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _items(node: Node, values: Values) -> tuple[str, ...] | None:
    if "TypeCast" in node:
        return _items(node["TypeCast"].get("arg", {}), values)
    if "A_ArrayExpr" in node:
        return _all([_text(item, values) for item in node["A_ArrayExpr"].get("elements", ())])
    text = _text(node, {})
    if text is not None and re.fullmatch(r"\{[\w ,$-]*\}", text):
        return _all([part.strip() for part in text[1:-1].split(",") if part.strip()])
    return None


def _all(texts: list[str | None]) -> tuple[str, ...] | None:
    known = tuple(text for text in texts if text is not None)
    return known if len(known) == len(texts) <= _MOST_ROUNDS else None
