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

```sql fixed
ALTER TYPE invoice_state ADD VALUE IF NOT EXISTS 'void';
```

```sql good
ALTER TYPE invoice_state ADD VALUE IF NOT EXISTS 'void';
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import add_if_not_exists
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("add", "enum value"),)
EFFECT = "raises"
REMEDY = "Write ADD VALUE IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS."""
    return add_if_not_exists(action, context, "add", "value") if action else None
