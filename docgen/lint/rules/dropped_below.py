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
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "rerun"
SEVERITY = "error"
REMEDY = "Wrap it in a DO block that tests whether it is still there."


def check_again(_statement: Statement, context: Context) -> Iterator[Finding]:
    """A relation or column that the first run of this file has removed by its end."""
    if context.missing is not None:
        what, state = context.missing
        message = f"On the second run this fails: {what} (SQLSTATE {state})."
        yield context.finding(message, REMEDY, sqlstate=state)
