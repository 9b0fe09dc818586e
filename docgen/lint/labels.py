"""Labels: which labels of which enums the constants of a statement mean, by its casts and the types of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.keys import Key, relation_key
from docgen.lint.reads import cast_constant
from docgen.lint.world import World
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import relation, strings, walk


def labels_used(statement: Statement, world: World) -> Iterator[Key]:
    """The keys of the labels that PostgreSQL looks up when it runs the statement."""
    for kind, fields in walk(statement.node):
        if kind == "TypeCast":
            text = cast_constant(fields.get("arg", {}))
            names = strings(fields.get("typeName", {}).get("names"))
            if text is not None and names:
                yield ("enum value", names[-2] if names[1:] else world.path, names[-1], text)
        elif kind == "ColumnDef":
            yield from _defaults(fields, world)
    for table, column, value in _assigned(statement, world):
        text = cast_constant(value)
        found = _column_type(table, column, world) if text is not None else None
        if found is not None and text is not None:
            yield ("enum value", *found, text)


def _assigned(statement: Statement, world: World) -> Iterator[tuple[Key, str, Node]]:
    """The columns that get or are compared with an expression: table, column, expression."""
    tree = statement.tree
    target = relation(tree.get("relation"))
    if not target.name or statement.node_kind not in ("InsertStmt", "UpdateStmt", "DeleteStmt", "AlterTableStmt"):
        return
    table = relation_key(target.schema, target.name, world.path)
    if statement.node_kind == "InsertStmt":
        columns = [item.get("ResTarget", {}).get("name", "") for item in tree.get("cols", ())]
        known = columns or [fact.action.name for fact in world.parts(table, "column") if fact.action]
        for row in tree.get("selectStmt", {}).get("SelectStmt", {}).get("valuesLists", ()):
            for column, value in zip(known, row.get("List", {}).get("items", ()), strict=False):
                yield table, column, value
    for item in tree.get("targetList", ()) if statement.node_kind == "UpdateStmt" else ():
        yield table, item.get("ResTarget", {}).get("name", ""), item.get("ResTarget", {}).get("val", {})
    for kind, fields in walk({"": tree["whereClause"]} if "whereClause" in tree else {}):
        if kind == "A_Expr":
            column = strings(fields.get("lexpr", {}).get("ColumnRef", {}).get("fields"))[-1:]
            right = fields.get("rexpr", {})
            for value in right.get("List", {}).get("items", ()) if "List" in right else (right,):
                yield from ((table, name, value) for name in column)
    for item in tree.get("cmds", ()):
        command = item.get("AlterTableCmd", {})
        if command.get("subtype") == "AT_ColumnDefault":
            yield table, command.get("name", ""), command.get("def", {})


def _defaults(column: Node, world: World) -> Iterator[Key]:
    names = strings(column.get("typeName", {}).get("names"))
    for item in column.get("constraints", ()):
        constraint = item.get("Constraint", {})
        text = cast_constant(constraint.get("raw_expr", {}))
        if constraint.get("contype") == "CONSTR_DEFAULT" and text is not None and names:
            yield ("enum value", names[-2] if names[1:] else world.path, names[-1], text)


def _column_type(table: Key, column: str, world: World) -> tuple[str, str] | None:
    fact = world.fact(("column", *table[1:], column))
    if fact is None or fact.action is None:
        return None
    schema, _, name = fact.action.detail.rpartition(".")
    return (schema or world.path, name)
