"""A new label of an enum is used in the transaction that adds it.

## What happens

`ALTER TYPE ... ADD VALUE` may run in a transaction, but the label can be used only when that is committed: PostgreSQL
raises 55P04 (unsafe_new_enum_value_usage).

## Instead

Add the label in one migration and use it in the next.

The fix commits behind the statement that adds the label, or tells the tool to open no transaction where it sends each
statement by itself. It is not safe: what stands above stays when what stands below fails. There is none where the file
runs in the tool's own transaction and no mark ends that: the next migration is another file.

```sql setup
CREATE TYPE state AS ENUM ('open');
CREATE TABLE invoices (id bigint, state state);
```

```sql bad
BEGIN;
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
UPDATE invoices SET state = 'paid' WHERE state = 'open';
COMMIT;
```

```sql fixed
BEGIN;
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
COMMIT;
BEGIN;
UPDATE invoices SET state = 'paid' WHERE state = 'open';
COMMIT;
```

```sql bad
BEGIN;
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
ALTER TABLE invoices ALTER COLUMN state SET DEFAULT 'paid';
COMMIT;
```

```sql fixed
BEGIN;
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
COMMIT;
BEGIN;
ALTER TABLE invoices ALTER COLUMN state SET DEFAULT 'paid';
COMMIT;
```

```sql good
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.transacting import committed
from docgen.lint.keys import Key, key_of
from docgen.lint.labels import labels_used
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "transaction"
SEVERITY = "error"
STATEMENTS = ("AlterEnumStmt",)


def check_file(context: Context) -> Iterator[Finding]:
    """A statement with a label that its own transaction has added to an older type."""
    added: dict[Key, int] = {}
    adding: dict[Key, Statement] = {}
    made: set[Key] = set()
    for outer, transaction in context.course.steps:
        for statement in (outer, *outer.inner):
            for key in labels_used(statement, context.world) if added else ():
                if added.get(key, 0) == transaction > 0:
                    message = (
                        f'The label "{key[3]}" of "{key[2]}" is added in this transaction and cannot be used '
                        "before that is committed (SQLSTATE 55P04)."
                    )
                    remedy = "Use it in the next migration."
                    mend = committed(context, adding[key])
                    yield context.finding(message, remedy, statement=statement, sqlstate="55P04", fix=mend)
                    break
            for action in statement.actions:
                key = key_of(action, context.world.path)
                if action.verb == "create" and action.kind == "type":
                    made.add(key)
                elif action.verb == "add" and action.kind == "enum value" and ("type", *key[1:3]) not in made:
                    added[key], adding[key] = transaction, statement
