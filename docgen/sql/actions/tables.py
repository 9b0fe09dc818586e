"""Actions of CREATE TABLE, CREATE TABLE AS, SELECT INTO and CREATE INDEX, with the columns and constraints in them."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.sql.actions.elements import element_spans
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Qualified, Scope, relation, strings, type_text, walk

CONSTRAINT_KINDS = {
    "CONSTR_CHECK": "check",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_FOREIGN": "foreign key",
    "CONSTR_EXCLUSION": "exclude",
    "CONSTR_NOTNULL": "not null",
}


def column(
    node: Node, table: Qualified, span: tuple[int, int], guarded: bool, inline: bool, scope: Scope
) -> list[Action]:
    """The action that adds a column, then those of the constraints written behind its type."""
    name = node.get("colname", "")
    made = Action(
        verb="add",
        kind="column",
        name=name,
        relation=table.name,
        relation_schema=table.schema,
        guarded=guarded,
        detail=type_text(node.get("typeName")),
        start=span[0],
        end=span[1],
        inline=inline,
    )
    found = [made]
    for item in node.get("constraints", ()):
        fields = item.get("Constraint", {})
        if fields.get("contype") in CONSTRAINT_KINDS:
            own = (scope.at(fields), span[1])
            found.append(constraint(fields, table, own, guarded=guarded, inline=True, on=(name,)))
    return found


def constraint(
    node: Node,
    table: Qualified,
    span: tuple[int, int],
    guarded: bool = False,
    inline: bool = False,
    on: tuple[str, ...] = (),
    kind: str = "constraint",
) -> Action:
    """The action that adds a constraint; ``on`` is the column that it is written behind."""
    detail = CONSTRAINT_KINDS.get(node.get("contype", ""), "")
    keys = strings(node.get("fk_attrs" if detail == "foreign key" else "keys"))
    if not keys:
        keys = (_checked(node) if detail == "check" else ()) or on
    return Action(
        verb="add",
        kind=kind,
        name=node.get("conname", ""),
        relation=table.name,
        relation_schema=table.schema,
        guarded=guarded,
        detail=detail,
        start=span[0],
        end=span[1],
        inline=inline,
        columns=keys,
        target=relation(node["pktable"]).name if "pktable" in node else node.get("indexname", ""),
    )


def _checked(node: Node) -> tuple[str, ...]:
    """The columns that a CHECK reads, each once."""
    references = (fields for kind, fields in walk(node.get("raw_expr", {})) if kind == "ColumnRef")
    return tuple(dict.fromkeys(name for fields in references for name in strings(fields.get("fields"))[-1:]))


def create_table(node: Node, scope: Scope) -> list[Action]:
    """CREATE TABLE and CREATE FOREIGN TABLE."""
    foreign = "base" in node
    node = node.get("base", node)
    table = relation(node.get("relation"))
    guarded = bool(node.get("if_not_exists"))
    parents = node.get("inhRelations", ())
    made = Action(
        verb="create",
        kind="foreign table" if foreign else "table",
        name=table.name,
        schema=table.schema,
        guarded=guarded,
        detail="partition" if "partbound" in node else _persistence(node.get("relation", {}), node),
        start=scope.start,
        end=scope.end,
        target=relation(parents[0]).name if parents else "",
    )
    found = [made]
    elements = node.get("tableElts", [])
    for element, span in zip(elements, element_spans(node, scope, foreign), strict=True):
        if "ColumnDef" in element:
            found += column(element["ColumnDef"], table, span, guarded, inline=True, scope=scope)
        elif "Constraint" in element:
            found.append(constraint(element["Constraint"], table, span, guarded=guarded, inline=True))
    return found


def create_table_as(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW."""
    into = node.get("into", {})
    name = relation(into.get("rel"))
    yield Action(
        verb="create",
        kind="materialized view" if node.get("objtype") == "OBJECT_MATVIEW" else "table",
        name=name.name,
        schema=name.schema,
        guarded=bool(node.get("if_not_exists")),
        detail=_persistence(into.get("rel", {}), into) or "as",
        start=scope.start,
        end=scope.end,
    )


def select(node: Node, scope: Scope) -> Iterator[Action]:
    """SELECT INTO creates a table; any other SELECT does nothing that parsing knows."""
    if "intoClause" in node:
        yield from create_table_as({"into": node["intoClause"]}, scope)


def create_index(node: Node, scope: Scope) -> tuple[Action, ...]:
    """CREATE INDEX; expressions count as key columns with the name ""."""
    table = relation(node.get("relation"))
    made = Action(
        verb="create",
        kind="index",
        name=node.get("idxname", ""),
        schema=table.schema,
        relation=table.name,
        relation_schema=table.schema,
        guarded=bool(node.get("if_not_exists")),
        detail="unique" if node.get("unique") else "",
        start=scope.start,
        end=scope.end,
        columns=tuple(item.get("IndexElem", {}).get("name", "") for item in node.get("indexParams", ())),
        concurrently=bool(node.get("concurrent")),
    )
    return (made,)


def _persistence(node: Node, clause: Node) -> str:
    if clause.get("oncommit", clause.get("onCommit")) == "ONCOMMIT_DROP":
        return "temporary on commit drop"
    return {"t": "temporary", "u": "unlogged"}.get(node.get("relpersistence", "p"), "")


HANDLERS = {
    "CreateStmt": create_table,
    "CreateForeignTableStmt": create_table,
    "CreateTableAsStmt": create_table_as,
    "IndexStmt": create_index,
}
