"""Something is renamed that an earlier migration has renamed already.

## What happens

Nothing has the old name any more: the chain fails there on an empty database, with 42P01 (undefined_table) or 42704
(undefined_object).

## Instead

Remove the second rename, or rename the object by the name that it has by now.

There is no fix: whether the first new name or the second is to stay only you know.

```sql setup
CREATE TABLE invoices (id bigint);
ALTER TABLE invoices RENAME TO invoices_old;
```

```sql bad
ALTER TABLE invoices RENAME TO invoices_older;
```

```sql good
ALTER TABLE IF EXISTS invoices_old RENAME TO invoices_older;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import RELATIONS, TYPES, key_of
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "chain"
SEVERITY = "error"
STATEMENTS = ("RenameStmt", "AlterObjectSchemaStmt")
REMEDY = "Remove it here, or rename the object by the name that it has by now."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A rename of a relation or type whose name a rename has taken away, and that none has made again since."""
    for action in statement.actions:
        if action.verb not in ("rename", "set schema") or action.kind not in RELATIONS | TYPES:
            continue
        if action.guarded or statement.conditions or statement.handlers:
            continue
        fact = context.world.fact(key_of(action, context.world.path))
        if fact is None or fact.present or fact.action is None or fact.action.verb not in ("rename", "set schema"):
            continue
        state = "42P01" if action.kind in RELATIONS else "42704"
        message = (
            f'{action.kind.capitalize()} "{action.name}" is renamed away by {context.where(fact)}: '
            f"on an empty database the chain fails here (SQLSTATE {state})."
        )
        yield context.finding(message, REMEDY, action, state)
