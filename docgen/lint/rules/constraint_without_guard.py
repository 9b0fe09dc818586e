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
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql bad
ALTER TABLE invoices ADD PRIMARY KEY (id);
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

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("add", "constraint"),
    ("add", "domain constraint"),
)
REMEDY = "Drop it with IF EXISTS above, or look it up by conname and conrelid in a DO block."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
