"""A table is created without `IF NOT EXISTS`.

## What happens

`CREATE TABLE`, `CREATE TABLE AS`, `CREATE FOREIGN TABLE` and `SELECT INTO` raise 42P07 (duplicate_table) when the
table is there, and the rest of the file is not run.

## Instead

Write `CREATE TABLE IF NOT EXISTS`. It compares nothing: a table of that name with other columns is kept as it is.
`SELECT INTO` has no such form; write `CREATE TABLE IF NOT EXISTS ... AS`.

```sql bad
CREATE TABLE invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
```

```sql bad
CREATE TABLE old_invoices AS SELECT 1 AS id;
```

```sql bad
SELECT 1 AS id INTO first_invoices;
```

```sql good
CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
```

```sql good
DROP TABLE IF EXISTS staging;
CREATE TABLE staging (id bigint);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "table"),
    ("create", "foreign table"),
    ("import", "foreign schema"),
)
REMEDY = "Write CREATE TABLE IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
