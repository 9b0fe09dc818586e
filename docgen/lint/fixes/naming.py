"""Naming: the names that PostgreSQL itself would choose for constraints, indexes and statistics without one."""

from __future__ import annotations

import msgspec

from docgen.lint.context import Context
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free, made_here
from docgen.lint.keys import object_name, relation_key
from docgen.model.finding import Edit, Fix
from docgen.model.name import quote
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import relation, strings, walk

_LONGEST = 63  # bytes; PostgreSQL shortens the parts of a longer name, each by its own share


def chosen_name(action: Action, context: Context) -> str | None:
    """The name of an unnamed constraint; None where it is too long to be foretold or the table is not known."""
    if action.kind == "domain constraint":
        return _known(f"{action.relation}_check", action, context)
    if action.detail != "exclude":
        return _known(object_name(action), action, context)
    assert context.statement is not None
    excluded = [fields["exclusions"] for _, fields in walk(context.statement.node) if "exclusions" in fields]
    if len(excluded) != 1:
        return None
    elements = [item["List"]["items"][0].get("IndexElem", {}) for item in excluded[0]]
    names = [element.get("name", "") for element in elements]
    return _known("_".join((action.relation, *names, "excl")), action, context) if all(names) else None


def named_index(action: Action, context: Context) -> Fix | None:
    """IF NOT EXISTS and a name; not safe where PostgreSQL would choose one that docgen cannot foretell."""
    assert context.statement is not None
    source, tree = Source(context), context.statement.tree
    if source.templated or not free(action, context):
        return None
    if action.kind == "index":
        (parts, foretold), steps, suffix = _index_parts(tree), "create ?unique index ?concurrently", "idx"
        table, schema = action, ""
    else:
        (parts, foretold), steps, suffix = _statistics_parts(tree), "create statistics", "stat"
        written = relation((tree.get("relations") or [{}])[0])
        table = msgspec.structs.replace(action, relation=written.name, relation_schema=written.schema)
        schema = f"{quote(written.schema)}." if written.schema else ""
    name = _known("_".join((table.relation, *parts, suffix)), table, context)
    at = source.behind(*steps.split())
    if name is None or at is None:
        return None
    place = source.token(at - 1).end
    words = f" {source.words('IF NOT EXISTS')} {schema}{quote(name)}"
    safe = foretold and not action.concurrently and _alone(name, action, context)
    return Fix(title="Name it, and write IF NOT EXISTS", edits=(Edit(start=place, end=place, text=words),), safe=safe)


def _alone(name: str, action: Action, context: Context) -> bool:
    """Whether no other relation of the migrations has the name."""
    if action.kind != "index":
        return made_here(action, context)
    fact = context.world.fact(relation_key(action.relation_schema, name, context.world.path))
    return fact is None or not fact.present or made_here(action, context)


def _known(name: str, action: Action, context: Context) -> str | None:
    table = relation_key(action.relation_schema, action.relation, context.world.path)
    owner = ("type", *table[1:]) if action.kind == "domain constraint" else table
    known = context.world.present(owner)
    return name if known and len(name.encode()) <= _LONGEST else None


def _index_parts(tree: Node) -> tuple[list[str], bool]:
    """The parts of an index's name out of its columns, and whether PostgreSQL makes them in the same way."""
    parts: list[str] = []
    foretold = True
    for item in (*tree.get("indexParams", ()), *tree.get("indexIncludingParams", ())):
        element = item.get("IndexElem", {})
        part = element.get("name") or _figured(element.get("expr", {}))
        foretold = foretold and bool(part)
        parts.append(_unlike(part or "expr", parts))
    return parts, foretold


def _statistics_parts(tree: Node) -> tuple[list[str], bool]:
    columns = [item.get("StatsElem", {}).get("name", "") for item in tree.get("exprs", ())]
    return [column or "expr" for column in columns], all(columns)


def _figured(expression: Node) -> str:
    """What PostgreSQL calls the column of an expression; "" where docgen does not know."""
    if "FuncCall" in expression:
        return strings(expression["FuncCall"].get("funcname"))[-1]
    if "TypeCast" in expression:
        return _figured(expression["TypeCast"].get("arg", {}))
    if "ColumnRef" in expression:
        return strings(expression["ColumnRef"].get("fields"))[-1]
    return "coalesce" if "CoalesceExpr" in expression else ""


def _unlike(part: str, others: list[str]) -> str:
    number, candidate = 0, part
    while candidate in others:
        number += 1
        candidate = f"{part}{number}"
    return candidate
