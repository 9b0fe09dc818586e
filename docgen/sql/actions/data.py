"""Actions of statements that change rows: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY, also below WITH."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.sql.actions import tables
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Scope, relation

_VERBS = {"InsertStmt": "insert", "UpdateStmt": "update", "DeleteStmt": "delete", "MergeStmt": "merge"}


def _rows(verb: str, node: Node, scope: Scope, detail: str = "") -> Action:
    table = relation(node.get("relation"))
    targets = node.get("cols") or node.get("targetList") if verb in ("insert", "update") else None
    names = (item.get("ResTarget", {}).get("name", "") for item in targets or ())
    return Action(
        verb=verb,
        kind="row",
        relation=table.name,
        relation_schema=table.schema,
        guarded="onConflictClause" in node,
        detail=detail,
        start=scope.start,
        end=scope.end,
        columns=tuple(name for name in names if name),
    )


def _common(node: Node, scope: Scope) -> Iterator[Action]:
    for item in node.get("withClause", {}).get("ctes", ()):
        for kind, fields in item.get("CommonTableExpr", {}).get("ctequery", {}).items():
            if kind in _VERBS:
                yield _rows(_VERBS[kind], fields, scope, "with")


def insert(node: Node, scope: Scope) -> Iterator[Action]:
    """INSERT; guarded where ON CONFLICT is written."""
    yield from _common(node, scope)
    yield _rows("insert", node, scope, _conflict(node))


def update(node: Node, scope: Scope) -> Iterator[Action]:
    """UPDATE."""
    yield from _common(node, scope)
    yield _rows("update", node, scope)


def delete(node: Node, scope: Scope) -> Iterator[Action]:
    """DELETE."""
    yield from _common(node, scope)
    yield _rows("delete", node, scope)


def merge(node: Node, scope: Scope) -> Iterator[Action]:
    """MERGE."""
    yield from _common(node, scope)
    yield _rows("merge", node, scope)


def truncate(node: Node, scope: Scope) -> Iterator[Action]:
    """TRUNCATE, one action per table."""
    for item in node.get("relations", ()):
        yield _rows("truncate", {"relation": item}, scope)


def copy(node: Node, scope: Scope) -> Iterator[Action]:
    """COPY ... FROM fills a table; COPY ... TO does nothing."""
    if node.get("is_from"):
        yield _rows("insert", node, scope, "copy")


def select(node: Node, scope: Scope) -> Iterator[Action]:
    """SELECT INTO, and data statements below WITH."""
    yield from _common(node, scope)
    yield from tables.select(node, scope)


def _conflict(node: Node) -> str:
    action = node.get("onConflictClause", {}).get("action", "")
    return {"ONCONFLICT_NOTHING": "do nothing", "ONCONFLICT_UPDATE": "do update"}.get(action, "")


HANDLERS = {
    "InsertStmt": insert,
    "UpdateStmt": update,
    "DeleteStmt": delete,
    "MergeStmt": merge,
    "TruncateStmt": truncate,
    "CopyStmt": copy,
    "SelectStmt": select,
}
