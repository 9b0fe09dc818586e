"""Actions: what a statement's tree does, one handler per kind of node, each file one family of statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docgen.sql.actions import access, alter_table, create, data, drop, rename, tables
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Scope, words

Handler = Callable[[Node, Scope], Iterable[Action]]

_HANDLERS: dict[str, Handler] = {
    **tables.HANDLERS,
    **alter_table.HANDLERS,
    **create.HANDLERS,
    **drop.HANDLERS,
    **rename.HANDLERS,
    **access.HANDLERS,
    **data.HANDLERS,
}
_WORD = re.compile(r"[A-Za-z]+")
_TWO_WORDS = {"CREATE", "ALTER", "DROP"}
_FILLERS = {"OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "LOCAL", "GLOBAL", "UNIQUE", "RECURSIVE", "CONSTRAINT"}
_LONG_KINDS = {
    "MATERIALIZED": 2,
    "FOREIGN": 2,
    "EVENT": 2,
    "TEXT": 3,
    "DEFAULT": 2,
    "USER": 1,
    "OPERATOR": 1,
    "ACCESS": 2,
    "LARGE": 2,
}


def actions_of(node: Node, scope: Scope) -> tuple[Action, ...]:
    """The actions of one statement's node; none for statements that change no object or row."""
    for kind, fields in node.items():
        handler = _HANDLERS.get(kind)
        return tuple(handler(fields, scope)) if handler is not None else ()
    return ()


def kind_of(node: Node, text: str) -> str:
    """The statement's kind in SQL words, by its tree where that says it best: "CREATE TABLE", "DO"."""
    for kind, fields in node.items():
        if kind == "SelectStmt" and "intoClause" in fields:
            return "SELECT INTO"
        if kind in _NAMES:
            return _NAMES[kind]
        verb, field = _NAMES_BY_OBJECT.get(kind, ("", ""))
        if field in fields:
            part = _OWNERS.get(fields[field], "") if kind == "RenameStmt" else ""
            return f"{verb} {words(fields.get(part, part) or fields[field]).upper()}"
    first = _WORD.search(text[:200])
    if first is None or first.group().upper() not in _TWO_WORDS:
        return first.group().upper() if first else ""
    found = [word.upper() for word in _WORD.findall(text[:200])]
    rest = [word for word in found[1:] if word not in _FILLERS] or [""]
    return " ".join([found[0], *rest[: _LONG_KINDS.get(rest[0], 1)]]).strip()


# What a rename of a part is an ALTER of: where the tree says it, or as it is always.
_OWNERS = {
    "OBJECT_COLUMN": "relationType",
    "OBJECT_TABCONSTRAINT": "OBJECT_TABLE",
    "OBJECT_ATTRIBUTE": "OBJECT_TYPE",
    "OBJECT_DOMCONSTRAINT": "OBJECT_DOMAIN",
}
_NAMES = {
    "SelectStmt": "SELECT",
    "InsertStmt": "INSERT",
    "UpdateStmt": "UPDATE",
    "DeleteStmt": "DELETE",
    "MergeStmt": "MERGE",
    "DoStmt": "DO",
    "CreateStmt": "CREATE TABLE",
    "IndexStmt": "CREATE INDEX",
    "CreateTrigStmt": "CREATE TRIGGER",
    "ViewStmt": "CREATE VIEW",
    "CreateEnumStmt": "CREATE TYPE",
    "CreatePolicyStmt": "CREATE POLICY",
    "AlterEnumStmt": "ALTER TYPE",
    "CommentStmt": "COMMENT",
}
_NAMES_BY_OBJECT = {
    "AlterTableStmt": ("ALTER", "objtype"),
    "DropStmt": ("DROP", "removeType"),
    "RenameStmt": ("ALTER", "renameType"),
}
