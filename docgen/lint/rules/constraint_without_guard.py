"""A constraint is added without a guard.

## What happens

`ADD CONSTRAINT` has no `IF NOT EXISTS`. The second run raises 42710 (duplicate_object) for `CHECK` and `FOREIGN KEY`,
42P07 (duplicate_table) for `UNIQUE` and `EXCLUDE`, 42P16 (invalid_table_definition) for a primary key, and 42704 for
`USING INDEX`.

## Instead

Drop it with `IF EXISTS` in front, or look it up in a `DO` block by name **and table**:
`IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '...' AND conrelid = '...'::regclass)`.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE TABLE bills (id bigint NOT NULL CONSTRAINT bills_pkey PRIMARY KEY, number bigint NOT NULL);
CREATE UNIQUE INDEX bills_number_idx ON bills (number);
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_total' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
  END IF;
END $$;
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_id' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
  END IF;
END $$;
```

```sql bad
ALTER TABLE invoices ADD PRIMARY KEY (id);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE contype = 'p' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD PRIMARY KEY (id);
  END IF;
END $$;
```

```sql bad
ALTER TABLE bills DROP CONSTRAINT bills_pkey, ADD CONSTRAINT bills_pkey PRIMARY KEY USING INDEX bills_number_idx;
```

```sql fixed
DO $$
BEGIN
  IF to_regclass('bills_number_idx') IS NOT NULL THEN
    ALTER TABLE bills DROP CONSTRAINT bills_pkey, ADD CONSTRAINT bills_pkey PRIMARY KEY USING INDEX bills_number_idx;
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_total;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```

```sql good
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_total' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
  END IF;
END $$;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.alter import looked_up
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("add", "constraint"),
    ("add", "domain constraint"),
)
EFFECT = "raises"
REMEDY = "Drop it with IF EXISTS above, or look it up by conname and conrelid in a DO block."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A look into pg_constraint by name and table, by the table alone for a primary key."""
    return looked_up(action, context)
