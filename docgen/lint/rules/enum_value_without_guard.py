"""An enum value is added without `IF NOT EXISTS`.

## What happens

`ALTER TYPE ... ADD VALUE` raises 42710 (duplicate_object) when the label is there.

## Instead

Write `ADD VALUE IF NOT EXISTS`.

```sql setup
CREATE TYPE invoice_state AS ENUM ('open', 'paid');
```

```sql bad
ALTER TYPE invoice_state ADD VALUE 'void';
```

```sql good
ALTER TYPE invoice_state ADD VALUE IF NOT EXISTS 'void';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("add", "enum value"),)
REMEDY = "Write ADD VALUE IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
