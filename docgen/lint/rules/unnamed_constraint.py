"""A constraint without a name is added once more by every run.

## What happens

PostgreSQL finds a free name by itself: the second `ADD CHECK (total >= 0)` makes `invoices_total_check1`, the third
`invoices_total_check2`. Nothing fails; every row is checked again and again, and every unique constraint brings one
more index to maintain.

## Instead

Give it a name, then drop it with `IF EXISTS` in front, or look it up in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
```

```sql bad
ALTER TABLE invoices ADD CHECK (total >= 0);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_total_check' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_total_check CHECK (total >= 0);
  END IF;
END $$;
```

```sql bad
ALTER TABLE invoices ADD UNIQUE (id);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_id_key' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_id_key UNIQUE (id);
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_total;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.alter import looked_up
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "duplicate"
SEVERITY = "error"
ACTIONS = (("add", "constraint"), ("add", "domain constraint"))
EFFECT = "duplicates"
REMEDY = "Name it, and drop it with IF EXISTS above."


def fix(action: Action | None, context: Context) -> Fix | None:
    """The name that PostgreSQL would choose, and a look into pg_constraint for it."""
    return looked_up(action, context)
