"""A sequence is created without `IF NOT EXISTS`.

## What happens

`CREATE SEQUENCE` raises 42P07 (duplicate_table) when a relation of that name is there.

## Instead

Write `CREATE SEQUENCE IF NOT EXISTS`.

```sql bad
CREATE SEQUENCE invoice_numbers;
```

```sql good
CREATE SEQUENCE IF NOT EXISTS invoice_numbers;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "sequence"),)
REMEDY = "Write CREATE SEQUENCE IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
