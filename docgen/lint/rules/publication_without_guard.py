"""A publication or subscription is created or extended without a guard.

## What happens

`CREATE PUBLICATION`, `ALTER PUBLICATION ... ADD TABLE` and the same for subscriptions raise 42710 (duplicate_object)
when the object or the member is there; `DROP TABLE` of a member that is gone raises 42704.

## Instead

Wrap it in a `DO` block that catches `duplicate_object`, or write `ALTER PUBLICATION ... SET TABLE` with the whole
list.

```sql setup
CREATE TABLE invoices (id bigint);
CREATE PUBLICATION changes;
```

```sql bad
ALTER PUBLICATION changes ADD TABLE invoices;
```

```sql fixed
DO $$
BEGIN
  ALTER PUBLICATION changes ADD TABLE invoices;
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql good
ALTER PUBLICATION changes SET TABLE invoices;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.catching import caught
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "publication"),
    ("create", "subscription"),
    ("add", "publication table"),
    ("add", "publication schema"),
    ("drop", "publication table"),
    ("drop", "publication schema"),
    ("add", "subscription publication"),
    ("drop", "subscription publication"),
)
EFFECT = "raises"
REMEDY = "Catch duplicate_object in a DO block, or write ALTER PUBLICATION ... SET TABLE with the whole list."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A block that catches the error; subscriptions refuse to be made or changed in one."""
    if action is None or "subscription" in action.kind:
        return None
    return caught(context)
