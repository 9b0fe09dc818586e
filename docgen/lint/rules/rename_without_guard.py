"""Something is renamed or moved to another schema without a guard.

## What happens

The second run does not find the old name: 42P01 for relations, 42703 for columns, 42704 for constraints and types,
42710 for policies, 22023 for enum values. `ALTER TABLE IF EXISTS` passes over a table that is gone, but when the
old name was created again the new one is taken: 42P07.

## Instead

Use a `DO` block that tests that the old name exists **and the new one does not**; for relations
`to_regclass('old') IS NOT NULL AND to_regclass('new') IS NULL`.

```sql setup
CREATE TABLE invoices (id bigint, note text);
```

```sql bad
ALTER TABLE invoices RENAME COLUMN note TO remark;
```

```sql fixed
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('invoices') AND attname = 'note' AND NOT attisdropped
  ) AND NOT EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('invoices') AND attname = 'remark' AND NOT attisdropped
  ) THEN
    ALTER TABLE invoices RENAME COLUMN note TO remark;
  END IF;
END $$;
```

```sql bad
ALTER TABLE invoices RENAME TO bills;
```

```sql fixed
DO $$
BEGIN
  IF to_regclass('invoices') IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_class
    WHERE relname = 'bills' AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('invoices'))
  ) THEN
    ALTER TABLE invoices RENAME TO bills;
  END IF;
END $$;
```

```sql bad
ALTER TABLE IF EXISTS invoices RENAME TO invoices_backup;
CREATE TABLE IF NOT EXISTS invoices (id bigint, note text);
```

```sql good
ALTER TABLE IF EXISTS invoices RENAME TO bills;
```

```sql good
DO $$
BEGIN
  IF to_regclass('public.invoices') IS NOT NULL AND to_regclass('public.bills') IS NULL THEN
    ALTER TABLE public.invoices RENAME TO bills;
  END IF;
END $$;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.renaming import guarded_rename
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("rename", "table"),
    ("rename", "foreign table"),
    ("rename", "view"),
    ("rename", "materialized view"),
    ("rename", "sequence"),
    ("rename", "index"),
    ("rename", "column"),
    ("rename", "attribute"),
    ("rename", "constraint"),
    ("rename", "domain constraint"),
    ("rename", "type"),
    ("rename", "domain"),
    ("rename", "function"),
    ("rename", "procedure"),
    ("rename", "aggregate"),
    ("rename", "routine"),
    ("rename", "trigger"),
    ("rename", "policy"),
    ("rename", "rule"),
    ("rename", "schema"),
    ("rename", "role"),
    ("rename", "enum value"),
    ("rename", "publication"),
    ("rename", "subscription"),
    ("rename", "event trigger"),
    ("rename", "foreign data wrapper"),
    ("rename", "server"),
    ("rename", "statistics"),
    ("rename", "collation"),
    ("rename", "conversion"),
    ("rename", "language"),
    ("rename", "tablespace"),
    ("rename", "database"),
    ("rename", "operator class"),
    ("rename", "operator family"),
    ("rename", "text search configuration"),
    ("rename", "text search dictionary"),
    ("rename", "text search parser"),
    ("rename", "text search template"),
    ("set schema", "table"),
    ("set schema", "foreign table"),
    ("set schema", "view"),
    ("set schema", "materialized view"),
    ("set schema", "sequence"),
    ("set schema", "index"),
    ("set schema", "column"),
    ("set schema", "attribute"),
    ("set schema", "constraint"),
    ("set schema", "domain constraint"),
    ("set schema", "type"),
    ("set schema", "domain"),
    ("set schema", "function"),
    ("set schema", "procedure"),
    ("set schema", "aggregate"),
    ("set schema", "routine"),
    ("set schema", "trigger"),
    ("set schema", "policy"),
    ("set schema", "rule"),
    ("set schema", "schema"),
    ("set schema", "role"),
    ("set schema", "enum value"),
    ("set schema", "publication"),
    ("set schema", "subscription"),
    ("set schema", "event trigger"),
    ("set schema", "foreign data wrapper"),
    ("set schema", "server"),
    ("set schema", "statistics"),
    ("set schema", "collation"),
    ("set schema", "conversion"),
    ("set schema", "language"),
    ("set schema", "tablespace"),
    ("set schema", "database"),
    ("set schema", "operator class"),
    ("set schema", "operator family"),
    ("set schema", "text search configuration"),
    ("set schema", "text search dictionary"),
    ("set schema", "text search parser"),
    ("set schema", "text search template"),
    ("set schema", "operator"),
)
EFFECT = "raises"
REMEDY = "Use a DO block that tests that the old name exists and the new one does not."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A look for the old name and the new one; the rarer kinds catch the error."""
    return guarded_rename(action, context) if action else None
