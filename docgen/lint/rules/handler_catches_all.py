"""`EXCEPTION WHEN OTHERS` hides every error, not only the one that is meant.

## What happens

The handler is meant for "already exists", and it catches a mistyped column, a missing right and a full disk too. The
block says "success", and what it should have made is not there.

## Instead

Name the condition: `duplicate_object` (42710), `duplicate_table` (42P07), `duplicate_column` (42701),
`unique_violation` (23505). Or look in the catalog before, and catch nothing.

The fix names what the block's statements raise when what they make is there already. It is not safe: an error that was
hidden so far stops the file from then on.

```sql setup
CREATE TABLE invoices (id bigint, total numeric, CONSTRAINT invoices_id CHECK (id > 0));
```

```sql bad
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_id CHECK (id > 0);
EXCEPTION WHEN OTHERS THEN
  NULL;
END $$;
```

```sql fixed
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_id CHECK (id > 0);
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql bad
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (totl >= 0);
EXCEPTION WHEN OTHERS THEN
  NULL;
END $$;
```

```sql good
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.narrowing import meant_conditions
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "handler"
SEVERITY = "warning"
STATEMENTS = ("DoStmt",)
REMEDY = "Name the condition that is meant: duplicate_object, duplicate_table, unique_violation ..."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A DO block whose statements stand under WHEN OTHERS, once a block."""
    hidden = next((inner for inner in statement.inner if "others" in inner.handlers and inner.actions), None)
    if hidden is not None:
        message = "WHEN OTHERS hides every error of this statement, not only that the object is there already."
        yield context.finding(message, REMEDY, hidden.actions[0], statement=hidden)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """The conditions that the block's statements raise."""
    return meant_conditions(context)
