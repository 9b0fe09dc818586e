"""A column is added without `IF NOT EXISTS`.

## What happens

`ADD COLUMN` raises 42701 (duplicate_column) when the column is there; the other actions of the same `ALTER TABLE`
are not run either. `ALTER TABLE IF EXISTS` guards the table only.

## Instead

Write `ADD COLUMN IF NOT EXISTS`, in each action. `ALTER TYPE ... ADD ATTRIBUTE` has no such form: look it up in
`pg_attribute` in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint);
```

```sql bad
ALTER TABLE invoices ADD COLUMN vat numeric;
```

```sql fixed
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric;
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric, ADD COLUMN note text;
```

```sql fixed
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric, ADD COLUMN IF NOT EXISTS note text;
```

```sql good
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import add_if_not_exists, made_here
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("add", "column"),
    ("add", "attribute"),
)
EFFECT = "raises"
REMEDY = "Write ADD COLUMN IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS for a column; a look before for an attribute."""
    if action is None or action.kind == "column":
        return add_if_not_exists(action, context, "add", "?column") if action else None
    from docgen.lint.fixes import alter  # nearly every file asks for columns alone

    return alter.guarded(context, "Look it up in pg_attribute", made_here(action, context))
