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

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric, ADD COLUMN note text;
```

```sql good
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS vat numeric;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("add", "column"),
    ("add", "attribute"),
)
REMEDY = "Write ADD COLUMN IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
