"""Mismatch: statements that meet a column whose type the rest of their file has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docgen.lint.keys import Key
from docgen.lint.missing import Missing, Used
from docgen.lint.reads import cast_constant, type_class
from docgen.lint.world import World
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import strings, walk

_DATA = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt"})
_PATTERNS = frozenset({"~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*"})
_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})
_OF_ELEMENTS = ("AEXPR_OP_ANY", "AEXPR_OP_ALL")  # what is compared are the elements of the right side
_BOOLEANS = re.compile(r"\s*(?:t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|y(?:es?)?|no?|on|off?|0|1)\s*", re.IGNORECASE)
# Functions that take one class of types alone, and the argument that must be of it.
_ARGUMENTS = {
    "extract": ("time", 1),
    "date_trunc": ("time", 1),
    "string_to_array": ("text", 0),
    "split_part": ("text", 0),
    "lower": ("text", 0),
    "upper": ("text", 0),
    "decode": ("text", 0),
    **dict.fromkeys(("unnest", "cardinality", "array_length", "array_to_string", "array_position"), ("array", 0)),
}


def mismatched(statement: Statement, retyped: set[Key], again: World) -> Missing | None:
    """What in a statement does not go with the types that the first run has left; None when all does.

    ``retyped`` are the columns to which the first run of the file gave another class of types.
    """
    if not retyped or statement.node_kind not in _DATA:
        return None
    used = Used(statement.node, again)
    for key in sorted(retyped):
        fact = again.fact(key)
        if fact is None or not fact.present or fact.action is None or not used.reads(key, again):
            continue
        found = _Column(key, type_class(fact.action.detail), used, again).mismatch(statement)
        if found is not None:
            return found
    return None


class _Column:
    """One column as a statement of the second run meets it."""

    def __init__(self, key: Key, class_: str, used: Used, world: World) -> None:
        self.key = key
        self.class_ = class_
        self.world = world
        self.type: Key = ("type", world.path, class_.removeprefix("type "))
        self.own_type = class_.startswith("type ")
        self.aliases = {alias for alias, table in used.tables.items() if table[1:] == key[1:3]}

    def mismatch(self, statement: Statement) -> Missing | None:
        for kind, fields in walk(statement.node):
            state = ""
            if kind == "A_Expr":
                state = self._compared(fields)
            elif kind == "FuncCall":
                state = self._called(fields)
            if state:
                return self._missing(state)
        state = self._assigned(statement)
        return self._missing(state) if state else None

    def _missing(self, state: str) -> Missing:
        what = f'column "{self.key[3]}" of "{self.key[2]}" has another type by then, which this does not go with'
        return Missing(what, state, changed=True)

    def _is(self, node: Node) -> bool:
        parts = strings(node.get("ColumnRef", {}).get("fields"))
        return parts[-1:] == (self.key[3],) and (len(parts) == 1 or parts[-2] in self.aliases)

    def _compared(self, fields: Node) -> str:
        operator = strings(fields.get("name"))[-1:]
        left, right = fields.get("lexpr", {}), fields.get("rexpr", {})
        other = right if self._is(left) else left if self._is(right) else None
        if other is None or not operator or (self._is(right) and fields.get("kind") in _OF_ELEMENTS):
            return ""
        if operator[0] in _PATTERNS:
            return "42883" if self._never("text") else ""
        if operator[0] not in _COMPARISONS:
            return ""
        values = other["List"].get("items", ()) if "List" in other else (other,)
        return next((state for state in map(self._meets, values) if state), "")

    def _meets(self, value: Node) -> str:
        """The SQLSTATE that the column and a constant raise, "" where they go together."""
        constant = value.get("A_Const", {})
        if "boolval" in constant:
            return "42883" if self._never("boolean") else ""
        if "ival" in constant or "fval" in constant:
            return "42883" if self._never("number") else ""
        if "sval" not in constant:
            return ""
        return "" if self._reads(cast_constant(value) or "") else "22P02"

    def _reads(self, text: str) -> bool:
        """Whether the column's type can read a text."""
        if not self.own_type:
            reader = _READERS.get(self.class_)
            return reader is None or reader(text)
        labels = [fact.action for fact in self.world.parts(self.type, "enum value")]
        created = self.world.fact(self.type)
        known = bool(labels) and created is not None and created.action is not None and created.action.verb == "create"
        return not known or bool(self.world.present(("enum value", *self.type[1:], text)))

    def _never(self, wanted: str) -> bool:
        """Whether the column is certainly not of a class of types."""
        if not self.own_type:
            return self.class_ != wanted
        return bool(self.world.parts(self.type, "enum value"))

    def _called(self, fields: Node) -> str:
        name = strings(fields.get("funcname"))[-1:]
        wanted, number = _ARGUMENTS.get(name[0], ("", 0)) if name else ("", 0)
        given = fields.get("args", ())[number : number + 1]
        return "42883" if wanted and given and self._is(given[0]) and self._never(wanted) else ""

    def _assigned(self, statement: Statement) -> str:
        for name, value in _assignments(statement):
            if name == self.key[3]:
                state = self._meets(value)
                given = self._class_of(value)
                if state == "22P02" or (given and self.class_ not in (given, "text") and not self.own_type):
                    return "42804" if given else state
            elif self._is(value):
                wanted = self._class(name)
                if wanted and wanted not in (self.class_, "text"):
                    return "42804"
        return ""

    def _class_of(self, value: Node) -> str:
        names = strings(value.get("ColumnRef", {}).get("fields"))
        return self._class(names[-1]) if names and (len(names) == 1 or names[-2] in self.aliases) else ""

    def _class(self, column: str) -> str:
        fact = self.world.fact(("column", *self.key[1:3], column))
        made = fact.action if fact is not None and fact.present else None
        found = type_class(made.detail) if made is not None and made.kind == "column" else ""
        return "" if found.startswith("type ") else found


def _assignments(statement: Statement) -> Iterator[tuple[str, Node]]:
    for item in statement.node.get("UpdateStmt", {}).get("targetList", ()):
        target = item.get("ResTarget", {})
        yield target.get("name", ""), target.get("val", {})


def _is_read(read: Callable[[str], object]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return check


def _document(text: str) -> object:
    import json  # most files ask for none

    return json.loads(text)


def _identifier(text: str) -> object:
    import uuid

    return uuid.UUID(text)


_READERS: dict[str, Callable[[str], bool]] = {
    "number": _is_read(float),
    "boolean": lambda text: _BOOLEANS.fullmatch(text) is not None,
    "uuid": _is_read(_identifier),
    "json": _is_read(_document),
    "array": lambda text: text.lstrip()[:1] in ("{", "["),
}
