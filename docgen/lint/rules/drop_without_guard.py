"""Something is dropped without `IF EXISTS`.

## What happens

`DROP` and `DROP COLUMN`, `DROP CONSTRAINT`, `DROP ATTRIBUTE` raise when the object is gone: 42P01 for relations,
42703 for columns, 42704 for most others, 42883 for functions, 3F000 for schemas.

## Instead

Write `IF EXISTS`. In `ALTER TABLE` it belongs in each action: `DROP COLUMN IF EXISTS`.

```sql setup
CREATE TABLE invoices (id bigint, note text);
CREATE INDEX invoices_note ON invoices (note);
```

```sql bad
DROP INDEX invoices_note;
```

```sql bad
ALTER TABLE invoices DROP COLUMN note;
```

```sql good
DROP INDEX IF EXISTS invoices_note;
```

```sql good
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
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
    ("drop", "table"),
    ("drop", "foreign table"),
    ("drop", "view"),
    ("drop", "materialized view"),
    ("drop", "sequence"),
    ("drop", "index"),
    ("drop", "column"),
    ("drop", "attribute"),
    ("drop", "constraint"),
    ("drop", "domain constraint"),
    ("drop", "type"),
    ("drop", "domain"),
    ("drop", "function"),
    ("drop", "procedure"),
    ("drop", "aggregate"),
    ("drop", "routine"),
    ("drop", "trigger"),
    ("drop", "policy"),
    ("drop", "rule"),
    ("drop", "schema"),
    ("drop", "extension"),
    ("drop", "role"),
    ("drop", "publication"),
    ("drop", "subscription"),
    ("drop", "event trigger"),
    ("drop", "foreign data wrapper"),
    ("drop", "server"),
    ("drop", "user mapping"),
    ("drop", "statistics"),
    ("drop", "collation"),
    ("drop", "conversion"),
    ("drop", "cast"),
    ("drop", "access method"),
    ("drop", "language"),
    ("drop", "transform"),
    ("drop", "operator"),
    ("drop", "operator class"),
    ("drop", "operator family"),
    ("drop", "tablespace"),
    ("drop", "database"),
    ("drop", "text search configuration"),
    ("drop", "text search dictionary"),
    ("drop", "text search parser"),
    ("drop", "text search template"),
    ("drop", "extension member"),
    ("drop", "operator family member"),
    ("drop", "option"),
    ("drop", "text search mapping"),
)
REMEDY = "Write IF EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
