"""Writing: what INSERT, UPDATE, DELETE, MERGE, TRUNCATE and REFRESH write, and out of what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.sql.libpg_query import Node
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Output, Write
from docgen.sql.lineage.scope import Scope, Source

if TYPE_CHECKING:
    from docgen.sql.lineage.resolve import Resolver, Shared


def write(resolver: Resolver, node: Node, around: Scope | None, shared: Shared) -> list[Output]:
    """Note what a statement writes; the columns that its RETURNING gives."""
    (kind, fields), *_ = node.items()
    if kind == "TruncateStmt":
        for item in fields.get("relations", ()):
            _note(resolver, resolver.relation(item["RangeVar"], {}, writing=True), WHOLE_ROW, "truncate")
        return []
    if kind == "RefreshMatViewStmt":
        _note(resolver, resolver.relation(fields["relation"], {}, writing=True), WHOLE_ROW, "refresh")
        return []
    writer = {"InsertStmt": _insert, "UpdateStmt": _update, "DeleteStmt": _delete, "MergeStmt": _merge}.get(kind)
    if writer is None:
        return []
    shared = resolver.with_queries(fields.get("withClause", {}), around, shared)
    target = resolver.relation(fields["relation"], {}, writing=True)
    scope = Scope(sources=[target], around=around)
    writer(resolver, fields, target, scope, shared)
    returned = fields.get("returningList") or fields.get("returningClause", {}).get("exprs", ())
    return resolver.targets(returned, scope, shared)


def _insert(resolver: Resolver, fields: Node, target: Source, scope: Scope, shared: Shared) -> None:
    given: list[Output] = []
    if "selectStmt" in fields:
        given = resolver.query(fields["selectStmt"]["SelectStmt"], scope.around, shared)
    named = tuple(item["ResTarget"]["name"] for item in fields.get("cols", ()))
    columns = named or tuple(one.name for one in target.columns)[: len(given)]
    for number, column in enumerate(columns):
        _note(resolver, target, column, "insert", given[number] if number < len(given) else None)
    if not columns:
        _note(resolver, target, WHOLE_ROW, "insert")
    conflict = fields.get("onConflictClause", {})
    excluded = Source("excluded", [one._replace(sources=frozenset()) for one in target.columns])
    inner = Scope(sources=[target, excluded], around=scope.around)
    _assign(resolver, conflict.get("targetList", ()), target, inner, shared)
    resolver.value([conflict.get("whereClause"), conflict.get("infer", {}).get("whereClause")], inner, shared)


def _update(resolver: Resolver, fields: Node, target: Source, scope: Scope, shared: Shared) -> None:
    resolver.sources(fields.get("fromClause", ()), scope, shared)
    _assign(resolver, fields.get("targetList", ()), target, scope, shared)
    resolver.value(fields.get("whereClause"), scope, shared)


def _delete(resolver: Resolver, fields: Node, target: Source, scope: Scope, shared: Shared) -> None:
    resolver.sources(fields.get("usingClause", ()), scope, shared)
    resolver.value(fields.get("whereClause"), scope, shared)
    _note(resolver, target, WHOLE_ROW, "delete")


def _merge(resolver: Resolver, fields: Node, target: Source, scope: Scope, shared: Shared) -> None:
    resolver.sources([fields["sourceRelation"]], scope, shared)
    resolver.value(fields.get("joinCondition"), scope, shared)
    for item in fields.get("mergeWhenClauses", ()):
        clause = item["MergeWhenClause"]
        resolver.value(clause.get("condition"), scope, shared)
        if clause.get("commandType") == "CMD_INSERT":
            values = [resolver.value(value, scope, shared) for value in clause.get("values", ())]
            names = [one["ResTarget"]["name"] for one in clause.get("targetList", ())]
            names = names or [one.name for one in target.columns]
            for name, value in zip(names, values, strict=False):
                _note(resolver, target, name, "insert", value)
        elif clause.get("commandType") == "CMD_DELETE":
            _note(resolver, target, WHOLE_ROW, "delete")
        else:
            _assign(resolver, clause.get("targetList", ()), target, scope, shared)


def _assign(resolver: Resolver, targets: Iterable[Node], target: Source, scope: Scope, shared: Shared) -> None:
    """SET column = value, and SET (column, column) = (value, value)."""
    several: list[Output] = []
    for item in targets:
        fields = item["ResTarget"]
        node = fields.get("val", {})
        if "MultiAssignRef" in node:
            part = node["MultiAssignRef"]
            if part.get("colno", 1) == 1:
                several = _row(resolver, part.get("source", {}), scope, shared)
            number = part.get("colno", 1) - 1
            value = several[number] if number < len(several) else Output("")
        else:
            value = resolver.value(node, scope, shared)
        _note(resolver, target, fields["name"], "update", value)


def _row(resolver: Resolver, node: Node, scope: Scope, shared: Shared) -> list[Output]:
    if "SubLink" in node:
        return resolver.query(node["SubLink"]["subselect"]["SelectStmt"], scope, shared)
    return [resolver.value(one, scope, shared) for one in node.get("RowExpr", {}).get("args", ())]


def _note(resolver: Resolver, target: Source, column: str, verb: str, value: Output | None = None) -> None:
    if target.relation is not None:
        value = value or Output("")
        resolver.writes.setdefault(Write(ColumnOf(target.relation, column), verb, value.sources, value.copied))
