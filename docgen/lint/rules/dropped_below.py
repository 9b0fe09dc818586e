"""A statement uses a table or column that the same file drops or renames further down.

## What happens

The first run finds it; at the end of the file it is gone, so the second run raises 42P01 (undefined_table) or 42703
(undefined_column) at the statement that uses it.

## Instead

Wrap the use in a `DO` block that tests whether the table (`to_regclass`) or the column (`information_schema.columns`)
is still there.

```sql setup
CREATE TABLE invoices (id bigint, note text);
CREATE TABLE notes (invoice bigint, note text);
```

```sql bad
INSERT INTO notes SELECT id, note FROM invoices WHERE note <> '';
DROP TABLE IF EXISTS invoices;
```

```sql bad
UPDATE invoices SET id = 7 WHERE note = 'seven';
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```

```sql good
DROP TABLE IF EXISTS invoices;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import Key, relation_key
from docgen.lint.world import World
from docgen.model.finding import Finding
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import relation, strings, walk

FAMILY = "rerun"
SEVERITY = "error"
REMEDY = "Wrap it in a DO block that tests whether it is still there."
_DATA = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt")
_GUARDED = ("DropStmt", "CommentStmt", "DoStmt", "RenameStmt", "AlterObjectSchemaStmt")


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A relation or column that the first run of this file has removed by its end."""
    removed = context.world.removed
    if not removed or statement.node_kind in _GUARDED or _tolerant(statement):
        return
    own = {action.name for action in statement.actions if action.verb == "create"}
    gone = {key for key in removed if key[0] in ("relation", "column") and context.again.present(key) is False}
    if not gone:
        return
    tables, columns = _used(statement.node, context.again)
    for table in sorted(tables & gone):
        if table[2] not in own:
            message = (
                f'On the second run this fails: relation "{table[2]}" is gone, this file removes it (SQLSTATE 42P01).'
            )
            yield context.finding(message, REMEDY, sqlstate="42P01")
            return
    if statement.node_kind in _DATA or statement.node_kind == "IndexStmt":
        for key in sorted(gone):
            if key[0] == "column" and ("relation", *key[1:3]) in tables and key[3] in columns and len(tables) == 1:
                message = f'On the second run this fails: column "{key[3]}" of "{key[2]}" is gone (SQLSTATE 42703).'
                yield context.finding(message, REMEDY, sqlstate="42703")
                return


def _tolerant(statement: Statement) -> bool:
    guarded = ("index", "table", "view", "sequence", "materialized view")
    return any(
        action.relation_guarded or (action.guarded and action.verb == "create" and action.kind in guarded)
        for action in statement.actions
    ) or bool(statement.tree.get("missing_ok") and statement.node_kind == "AlterTableStmt")


def _used(node: Node, world: World) -> tuple[set[Key], set[str]]:
    tables: set[Key] = set()
    columns: set[str] = set()
    common: set[str] = set()
    for kind, fields in walk(node):
        if "relname" in fields:
            name = relation(fields)
            tables.add(relation_key(name.schema, name.name, world.path))
        elif kind == "CommonTableExpr":
            common.add(fields.get("ctename", ""))
        elif kind == "ColumnRef":
            columns.update(strings(fields.get("fields"))[-1:])
        elif kind in ("ResTarget", "IndexElem") and "name" in fields:
            columns.add(fields["name"])
    return {table for table in tables if table[2] not in common}, columns
