"""An index or extended statistics without a name is created once more by every run.

## What happens

PostgreSQL finds a free name by itself: the second `CREATE INDEX ON invoices (customer)` makes
`invoices_customer_idx1`. Nothing fails; every write maintains one more index that nobody needs.

## Instead

Give it a name and write `IF NOT EXISTS`, which needs one.

```sql setup
CREATE TABLE invoices (id bigint, customer bigint);
```

```sql bad
CREATE INDEX ON invoices (customer);
```

```sql fixed
CREATE INDEX IF NOT EXISTS invoices_customer_idx ON invoices (customer);
```

```sql good
CREATE INDEX IF NOT EXISTS invoices_customer ON invoices (customer);
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.naming import named_index
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "duplicate"
SEVERITY = "error"
ACTIONS = (("create", "index"), ("create", "statistics"))
EFFECT = "duplicates"
REMEDY = "Name it, and write IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """The name that PostgreSQL would choose, and IF NOT EXISTS."""
    return named_index(action, context) if action and context.duplicates else None
