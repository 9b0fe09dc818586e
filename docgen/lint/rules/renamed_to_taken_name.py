"""Something is renamed to a name that another migration has already given.

## What happens

Where the first migration made, or renamed something to, `invoices_backup`, the second rename to that name raises
42P07 (duplicate_table): `IF EXISTS` looks at the old name only.

## Instead

Choose a name of its own for each backup (with the migration's number), or drop the older one first.

There is no fix: the new name is one that other files and programs may know.

```sql setup
CREATE TABLE invoices (id bigint);
CREATE TABLE invoices_backup (id bigint);
```

```sql bad
ALTER TABLE IF EXISTS invoices RENAME TO invoices_backup;
```

```sql bad
CREATE SCHEMA IF NOT EXISTS archive;
CREATE TABLE IF NOT EXISTS archive.invoices (id bigint);
ALTER TABLE IF EXISTS invoices SET SCHEMA archive;
```

```sql good
ALTER TABLE IF EXISTS invoices RENAME TO invoices_backup_0007;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import RELATIONS, key_of
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "chain"
SEVERITY = "error"
STATEMENTS = ("RenameStmt", "AlterObjectSchemaStmt")


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A rename onto a name that exists by now."""
    for action in statement.actions:
        if action.verb not in ("rename", "set schema") or statement.conditions or statement.handlers:
            continue
        key = key_of(action, context.world.path)
        if key[0] == "function":
            continue
        moves = action.verb == "set schema"
        fact = context.world.fact((key[0], action.new_name, *key[2:]) if moves else (*key[:-1], action.new_name))
        if fact is None or not fact.present or context.world.present(key) is False:
            continue
        state = "42P07" if action.kind in RELATIONS else "42710"
        where = f"{fact.file}:{fact.line}" if fact.file != context.migration.path else f"line {fact.line}"
        name = f"{action.new_name}.{action.name}" if moves else action.new_name
        does = (
            f'moving {action.kind} "{action.name}" there' if moves else f'renaming {action.kind} "{action.name}" to it'
        )
        message = f'The name "{name}" is already taken by {where}: {does} fails (SQLSTATE {state}).'
        yield context.finding(
            message, "Choose another name, or drop the older one with IF EXISTS first.", action, state
        )
