"""An index is created without `IF NOT EXISTS`.

## What happens

`CREATE INDEX` raises 42P07 (duplicate_table) when a relation of that name is there.

## Instead

Write `CREATE INDEX IF NOT EXISTS name`. It needs a name, and compares nothing but the name.

```sql setup
CREATE TABLE invoices (id bigint, customer bigint);
```

```sql bad
CREATE INDEX invoices_customer ON invoices (customer);
```

```sql fixed
CREATE INDEX IF NOT EXISTS invoices_customer ON invoices (customer);
```

```sql good
CREATE INDEX IF NOT EXISTS invoices_customer ON invoices (customer);
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import if_not_exists
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "index"),)
EFFECT = "raises"
REMEDY = "Write CREATE INDEX IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS; with CONCURRENTLY it would keep the invalid index of a build that failed."""
    if action is None or not context.raises:
        return None
    return if_not_exists(action, context, "?unique", "index", "?concurrently", safe=not action.concurrently)
