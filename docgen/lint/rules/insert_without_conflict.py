"""Rows with a fixed key are inserted without `ON CONFLICT`.

## What happens

The second run raises 23505 (unique_violation): the rows give constants for all columns of a primary key or unique
constraint, or a query gives them the same values each time and is sure to give a row: it reads constants, a series, or
a table that a migration has put rows into.

## Instead

Write `ON CONFLICT DO NOTHING`, or `ON CONFLICT (key) DO UPDATE` where the file shall win over later edits.

```sql setup
CREATE TABLE countries (code text PRIMARY KEY, name text);
```

```sql bad
INSERT INTO countries VALUES ('de', 'Germany');
```

```sql fixed
INSERT INTO countries VALUES ('de', 'Germany') ON CONFLICT DO NOTHING;
```

```sql bad
INSERT INTO countries SELECT * FROM (VALUES ('fr', 'France'), ('it', 'Italy')) AS new;
```

```sql fixed
INSERT INTO countries SELECT * FROM (VALUES ('fr', 'France'), ('it', 'Italy')) AS new ON CONFLICT DO NOTHING;
```

```sql good
INSERT INTO countries VALUES ('de', 'Germany') ON CONFLICT DO NOTHING;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.inserting import on_conflict
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("insert", "row"),)
EFFECT = "raises"
REMEDY = "Write ON CONFLICT DO NOTHING."


def fix(action: Action | None, context: Context) -> Fix | None:
    """ON CONFLICT DO NOTHING; not safe where some of the rows have no fixed key."""
    return on_conflict(action, context, safe=True) if action and context.raises else None
