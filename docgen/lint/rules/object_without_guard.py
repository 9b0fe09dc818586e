"""An object is created without a guard.

## What happens

`CREATE SERVER`, `CREATE STATISTICS`, `CREATE COLLATION`, `CREATE RULE`, `CREATE EVENT TRIGGER`, `CREATE CAST` and the
other rarer kinds raise 42710 (duplicate_object) when the object is there; operators raise 42723, text search
objects 23505 (unique_violation).

## Instead

Use `IF NOT EXISTS` where the statement has it (server, user mapping, statistics, collation), `OR REPLACE` for rules,
else drop it with `IF EXISTS` first or catch the error in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint, customer bigint);
```

```sql bad
CREATE STATISTICS invoices_stats ON id, customer FROM invoices;
```

```sql bad
CREATE RULE keep AS ON DELETE TO invoices DO INSTEAD NOTHING;
```

```sql bad
CREATE COLLATION plain (locale = 'C');
```

```sql good
CREATE STATISTICS IF NOT EXISTS invoices_stats ON id, customer FROM invoices;
```

```sql good
CREATE OR REPLACE RULE keep AS ON DELETE TO invoices DO INSTEAD NOTHING;
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
    ("create", "event trigger"),
    ("create", "rule"),
    ("create", "foreign data wrapper"),
    ("create", "server"),
    ("create", "user mapping"),
    ("create", "statistics"),
    ("create", "collation"),
    ("create", "conversion"),
    ("create", "cast"),
    ("create", "access method"),
    ("create", "language"),
    ("create", "transform"),
    ("create", "operator"),
    ("create", "operator class"),
    ("create", "operator family"),
    ("create", "tablespace"),
    ("create", "database"),
    ("create", "prepared statement"),
    ("create", "text search configuration"),
    ("create", "text search dictionary"),
    ("create", "text search parser"),
    ("create", "text search template"),
    ("add", "extension member"),
    ("add", "operator family member"),
    ("add", "option"),
    ("add", "text search mapping"),
)
REMEDY = "Use IF NOT EXISTS or OR REPLACE where the statement has it, else DROP ... IF EXISTS above or a DO block."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
