"""A partition is attached or detached, or inheritance changed, without a guard.

## What happens

`ATTACH PARTITION` raises 42809 when the table is a partition already, `DETACH PARTITION` and `NO INHERIT` raise 42P01
when it is none any more, `INHERIT` raises 42P07.

## Instead

Look it up in `pg_inherits` in a `DO` block.

```sql setup
CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at date);
```

```sql bad
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_inherits
    WHERE inhrelid = to_regclass('events_2025') AND inhparent = to_regclass('events')
  ) THEN
    ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  END IF;
END $$;
```

```sql good
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = 'events_2025'::regclass) THEN
    ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  END IF;
END $$;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import alter
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("attach", "table"),
    ("attach", "foreign table"),
    ("attach", "index"),
    ("detach", "table"),
    ("detach", "foreign table"),
    ("detach", "index"),
)
EFFECT = "raises"
REMEDY = "Look it up in pg_inherits in a DO block."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A look into pg_inherits; DETACH CONCURRENTLY cannot stand in the block that it takes."""
    if action is None or not context.raises:
        return None
    return alter.guarded(context, "Look it up in pg_inherits", safe=True)
