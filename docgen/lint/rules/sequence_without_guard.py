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

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.words import if_not_exists
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "sequence"),)
REMEDY = "Write CREATE SEQUENCE IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS."""
    return if_not_exists(action, context, "sequence") if action else None
