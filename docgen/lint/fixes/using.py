"""Using: a statement that uses what the file drops further down runs only while that is there."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import insert
from docgen.model.finding import Fix
from docgen.sql.statement import Action
from docgen.sql.tree import relation, walk


def while_there(context: Context) -> Fix | None:
    """A look for the relation or column; IF EXISTS for an ALTER TABLE of the relation itself."""
    missing, statement = context.missing, context.statement
    if missing is None or statement is None or not missing.key or statement.dynamic:
        return None
    _, schema, table, *column = missing.key
    written = next((one for _, fields in walk(statement.node) if (one := relation(fields)).name == table), None)
    if written is None or written.schema not in ("", schema):
        return None
    source = Source(context)
    if source.templated or not source.matches(
        0, "alter", "insert", "update", "delete", "create", "comment", "truncate"
    ):
        return None
    if not column and statement.node_kind == "AlterTableStmt" and relation(statement.tree.get("relation")) == written:
        at = source.behind("alter", "table")
        return insert(source, at, "IF EXISTS", "Write IF EXISTS", safe=True)
    if column:
        place = Action(verb="", kind="column", relation=table, relation_schema=written.schema, start=0, end=0)
        condition = lookup.column(place, column[0])
    else:
        condition = f"to_regclass({lookup.named(written.schema, table)}) IS NOT NULL"
    around = block.when(source, condition)
    return Fix(title="Look whether it is still there", edits=block.edits(source, around), safe=True) if around else None
