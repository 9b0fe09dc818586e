"""A sequence is created without `IF NOT EXISTS`.

## What happens

`CREATE SEQUENCE` raises 42P07 (duplicate_table) when a relation of that name is there.

## Instead

Write `CREATE SEQUENCE IF NOT EXISTS`.

```sql bad
CREATE SEQUENCE invoice_numbers;
```

```sql fixed
CREATE SEQUENCE IF NOT EXISTS invoice_numbers;
```

```sql good
CREATE SEQUENCE IF NOT EXISTS invoice_numbers;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import if_not_exists
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "sequence"),)
EFFECT = "raises"
REMEDY = "Write CREATE SEQUENCE IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS."""
    return if_not_exists(action, context, "sequence") if action else None
