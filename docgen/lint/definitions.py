"""Definitions: what the files said when they created an object, to compare it with what a later one says."""

from __future__ import annotations

from typing import Any

from docgen.lint.keys import Key, key_of, relation_key
from docgen.lint.world import World
from docgen.sql.libpg_query import Node, ParseError, parse_tree
from docgen.sql.offsets import encode
from docgen.sql.statement import Statement
from docgen.sql.tables import Tables
from docgen.sql.tree import strings, walk

_KINDS = frozenset({"constraint", "policy", "trigger", "type", "domain", "sequence", "index", "extension"})
# Where a statement stands and how it is guarded is no part of what it defines.
_LEFT_OUT = frozenset(
    {"location", "if_not_exists", "missing_ok", "replace", "concurrent", "stmt_len", "stmt_location", "idxname"}
)


class Definitions:
    """The text of the statement that created each object; the trees are made again where two are compared."""

    def __init__(self) -> None:
        self._texts: dict[Key, str] = {}
        self.tables: Tables[Key] = Tables()

    def read(self, statement: Statement, world: World) -> None:
        """Remembers what the statement defines; ``world`` is that before it."""
        path = world.path
        self._read_table(statement, world)
        for action in statement.actions:
            if action.verb in ("create", "add") and action.kind in _KINDS and (action.name or action.kind == "index"):
                key = key_of(action, path)
                if not (action.guarded or statement.conditions or statement.handlers) or not world.present(key):
                    self._texts[key] = statement.text

    def _read_table(self, statement: Statement, world: World) -> None:
        action = statement.actions[0] if statement.actions else None
        if action is None or statement.node_kind not in ("CreateStmt", "AlterTableStmt", "RenameStmt"):
            return
        if action.kind in ("column", "constraint"):
            key = relation_key(action.relation_schema, action.relation, world.path)
            self.tables.altered(key, statement.text)
        elif action.kind == "table":
            key = key_of(action, world.path)
            if action.verb == "rename":
                self.tables.renamed(key, (*key[:-1], action.new_name))
            elif action.verb == "create" and not world.present(key):
                self.tables.created(key, statement.text)

    def differ(self, key: Key, statement: Statement) -> bool | None:
        """Whether the statement defines the object otherwise than before; None where that is not known."""
        text = self._texts.get(key)
        before = _definition(_tree(text), key) if text else None
        now = _definition(statement.node, key)
        return None if before is None or now is None else before != now

    def earlier(self, key: Key) -> Node:
        """The tree of the statement that created the object; empty where it is not known."""
        return _tree(self._texts.get(key, ""))


def labels_of(node: Node) -> tuple[str, ...]:
    """The labels of a CREATE TYPE ... AS ENUM."""
    return strings(node.get("CreateEnumStmt", {}).get("vals"))


def _tree(text: str) -> Node:
    try:
        statements = parse_tree(encode(text))
    except ParseError:
        return {}
    found: Node = statements[0].get("stmt", {}) if statements else {}
    return found


def _definition(node: Node, key: Key) -> Any:
    if "CreateStmt" in node or "AlterTableStmt" in node:
        for kind, fields in walk(node):
            if kind == "Constraint" and fields.get("conname") == key[-1]:
                return _plain(fields, key[1])
        return None
    return _plain(node, key[1]) or None


def _plain(value: Any, schema: str) -> Any:
    """The tree without what does not define: places, guards, and the schema that the object is in anyway."""
    if isinstance(value, dict):
        return {
            key: _plain(inner, schema)
            for key, inner in value.items()
            if key not in _LEFT_OUT and not (key == "schemaname" and inner == schema)
        }
    if isinstance(value, list):
        return [_plain(inner, schema) for inner in value]
    return value
