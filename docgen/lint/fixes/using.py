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
    reads = source.matches(0, "perform") or (source.matches(0, "select") and source.find("into") is not None)
    writes = source.matches(0, "alter", "insert", "update", "delete", "create", "comment", "truncate")
    if source.templated or not (writes or (source.inside and reads)):
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
    # What is read goes into a variable or FOUND, and what follows may ask for it.
    title = "Look whether it is still there"
    return Fix(title=title, edits=block.edits(source, around), safe=not reads) if around else None
