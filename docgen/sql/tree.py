"""Tree: short ways to read names, types and lists out of libpg_query's JSON."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from docgen.sql.libpg_query import Node
from docgen.sql.offsets import Offsets

# What the grammar writes for SQL's own type names; format_type's words are what people know.
_TYPE_WORDS = {
    "bool": "boolean",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "varchar": "character varying",
    "bpchar": "character",
    "timestamptz": "timestamp with time zone",
    "timestamp": "timestamp without time zone",
    "timetz": "time with time zone",
    "time": "time without time zone",
    "varbit": "bit varying",
}
_OBJECT_WORDS = {
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_TABCONSTRAINT": "constraint",
    "OBJECT_DOMCONSTRAINT": "domain constraint",
    "OBJECT_OPCLASS": "operator class",
    "OBJECT_OPFAMILY": "operator family",
    "OBJECT_FDW": "foreign data wrapper",
    "OBJECT_FOREIGN_SERVER": "server",
    "OBJECT_STATISTIC_EXT": "statistics",
    "OBJECT_TSCONFIGURATION": "text search configuration",
    "OBJECT_TSDICTIONARY": "text search dictionary",
    "OBJECT_TSPARSER": "text search parser",
    "OBJECT_TSTEMPLATE": "text search template",
    "OBJECT_LARGEOBJECT": "large object",
}


class Qualified(NamedTuple):
    """A name as written: schema "" when unqualified."""

    schema: str
    name: str


class Scope:
    """The statement that actions are read from: its span, and how its locations become character offsets."""

    def __init__(self, offsets: Offsets, start: int, end: int, base: int) -> None:
        self.offsets = offsets
        self.start = start
        self.end = end
        self._base = base
        self._local = Offsets(offsets.text[start:end]) if base else offsets

    def at(self, node: Node) -> int:
        """The character offset of a node's location, the statement's start where it has none."""
        location = node.get("location", -1)
        if location < 0:
            return self.start
        at = self._local.character(location) - self._base
        return at if self.start <= at < self.end else self.start


@functools.cache
def words(object_type: str) -> str:
    """SQL's words for a parser's object type: OBJECT_FOREIGN_TABLE is "foreign table"."""
    return _OBJECT_WORDS.get(object_type) or object_type.removeprefix("OBJECT_").replace("_", " ").lower()


def strings(nodes: Any) -> tuple[str, ...]:
    """The texts of a list of String nodes."""
    return tuple([node["String"].get("sval", "") for node in nodes if "String" in node]) if nodes else ()


def qualified(parts: tuple[str, ...]) -> Qualified:
    """Schema and name out of the parts of a dotted name; a database in front is dropped."""
    if not parts:
        return Qualified("", "")
    return Qualified(parts[-2] if len(parts) > 1 else "", parts[-1])


def relation(node: Node | None) -> Qualified:
    """The name of a RangeVar; ("", "") for none."""
    if not node:
        return Qualified("", "")
    if "RangeVar" in node:
        node = node["RangeVar"]
    return Qualified(node.get("schemaname", ""), node.get("relname", ""))


def type_text(node: Node | None) -> str:
    """A type's name for readers: numeric(10,2)[], character varying(50), public.mood."""
    if not node:
        return ""
    names = strings(node.get("names"))
    text = _plain_type(names)
    if "typmods" not in node and "arrayBounds" not in node:
        return text
    modifiers = [str(_constant(modifier)) for modifier in node.get("typmods", ())]
    if modifiers and names[-1] != "interval":
        first, _, rest = text.partition(" with")
        text = f"{first}({','.join(modifiers)}){' with' + rest if rest else ''}"
    return text + "[]" * len(node.get("arrayBounds", ()))


@functools.lru_cache(maxsize=1024)
def _plain_type(names: tuple[str, ...]) -> str:
    # pg_catalog is searched first: a bare timestamptz is the server's own.
    if names[:1] == ("pg_catalog",) or names[0] in _TYPE_WORDS:
        return _TYPE_WORDS.get(names[-1], names[-1])
    return ".".join(names)


def argument_types(parameters: Any) -> str:
    """The input argument types of a function, as its identity: "integer, text"."""
    inputs = (
        parameter["FunctionParameter"]
        for parameter in parameters or ()
        if parameter.get("FunctionParameter", {}).get("mode") not in ("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE")
    )
    return ", ".join(type_text(parameter.get("argType")) for parameter in inputs if parameter)


def walk(value: Any) -> Iterator[tuple[str, Node]]:
    """Every node below ``value`` with its kind: ("FuncCall", {...}); bare sub-nodes come under their field's name.

    Without the modifiers of types: the parser takes the word in ``geometry(point)`` for a column.
    """
    stack = [value]
    while stack:
        current = stack.pop()
        if type(current) is dict:  # what is decoded from JSON holds no subclass
            for key, inner in current.items():
                kind = type(inner)
                if kind is dict:
                    yield key, inner
                    stack.append(inner)
                elif kind is list and key != "typmods":
                    stack.append(inner)
        elif type(current) is list:
            stack.extend(current)


def _constant(node: Node) -> Any:
    value = node.get("A_Const", {})
    for kind in ("ival", "fval", "sval"):
        if kind in value:
            return value[kind].get(kind, 0)
    return "?"
