"""Joining: what stands in FROM as sources of a scope: relations, subqueries, functions, XML, JSON, joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.sql.libpg_query import Node
from docgen.sql.lineage.nouns import Output, renamed, union
from docgen.sql.lineage.scope import Scope, Source, of_relation
from docgen.sql.tree import strings

if TYPE_CHECKING:
    from docgen.sql.lineage.resolve import Resolver, Shared


def add(resolver: Resolver, node: Node, scope: Scope, shared: Shared) -> None:
    """Put one item of FROM into ``scope``."""
    (kind, fields), *_ = node.items()
    if kind == "RangeVar":
        scope.sources.append(resolver.relation(fields, shared))
    elif kind == "RangeSubselect":
        outputs = resolver.query(fields["subquery"]["SelectStmt"], scope, shared)
        scope.sources.append(_derived(fields, outputs))
    elif kind == "RangeFunction":
        scope.sources.append(_function(resolver, fields, scope, shared))
    elif kind == "RangeTableSample":
        resolver.value(fields.get("args"), scope, shared)
        add(resolver, fields["relation"], scope, shared)
    elif kind in ("RangeTableFunc", "JsonTable"):
        scope.sources.append(_document(resolver, fields, scope, shared))
    elif kind == "JoinExpr":
        _join(resolver, fields, scope, shared)


def _derived(fields: Node, outputs: list[Output]) -> Source:
    alias = fields.get("alias", {})
    return Source(alias.get("aliasname", ""), renamed(outputs, strings(alias.get("colnames"))))


def _function(resolver: Resolver, fields: Node, scope: Scope, shared: Shared) -> Source:
    """Every column that functions give may be made of all that they are given."""
    value = resolver.value(fields.get("functions"), scope, shared)._replace(copied=False, expressions=())
    alias = fields.get("alias", {})
    calls = [item["List"]["items"][0] for item in fields.get("functions", ())]
    called = [strings(call.get("FuncCall", {}).get("funcname")) for call in calls]
    name = alias.get("aliasname") or (called[0][-1] if called[0] else "")
    rows = resolver.rows(called[0]) if len(called) == 1 and not fields.get("ordinality") else None
    if rows is not None:
        return of_relation(rows, name, strings(alias.get("colnames")))
    given = strings(alias.get("colnames")) or tuple(
        item["ColumnDef"].get("colname", "") for item in fields.get("coldeflist", ())
    )
    columns = [value._replace(name=one) for one in given]
    if fields.get("ordinality"):
        last = given[-1] if len(given) > len(calls) else "ordinality"
        columns = [one for one in columns if one.name != last] + [Output(last)]
    return Source(name, columns, rest=value._replace(name="*"))


def _document(resolver: Resolver, fields: Node, scope: Scope, shared: Shared) -> Source:
    """XMLTABLE and JSON_TABLE: every column is made of the document."""
    value = resolver.value(fields, scope, shared)._replace(copied=False, expressions=())
    alias = fields.get("alias", {})
    columns = [value._replace(name=one) for one in strings(alias.get("colnames"))]
    return Source(alias.get("aliasname", ""), columns, rest=value._replace(name="*"))


def _join(resolver: Resolver, fields: Node, scope: Scope, shared: Shared) -> None:
    # An inner scope sees the sources to its left, as LATERAL allows.
    left, right = Scope(around=scope), Scope(around=scope)
    add(resolver, fields["larg"], left, shared)
    right.around = Scope(sources=left.sources, merged=left.merged, around=scope)
    add(resolver, fields["rarg"], right, shared)
    names = strings(fields.get("usingClause"))
    if fields.get("isNatural"):
        names = tuple(name for name in _names(left) if name in _names(right))
    merged = {**left.merged, **right.merged}
    for name in names:
        found = [side.bare(name) for side in (left, right)]
        for one in found:
            resolver.reads |= one.reads if one else frozenset()
        merged[name] = union([one.output for one in found if one], name)
    own = Scope(sources=[*left.sources, *right.sources], merged=merged, around=scope)
    resolver.value(fields.get("quals"), own, shared)
    using = fields.get("join_using_alias", {}).get("aliasname")
    if using:
        own.sources.append(Source(using, [merged[name] for name in names]))
    alias = fields.get("alias", {})
    if alias:
        columns = renamed(own.star(None), strings(alias.get("colnames")))
        scope.sources.append(Source(alias.get("aliasname", ""), columns, direct=True))
        return
    scope.sources += own.sources
    scope.merged |= merged


def _names(scope: Scope) -> list[str]:
    return [one.name for one in scope.star(None)]
