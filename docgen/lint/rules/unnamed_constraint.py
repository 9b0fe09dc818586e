"""A constraint without a name is added once more by every run.

## What happens

PostgreSQL finds a free name by itself: the second `ADD CHECK (total >= 0)` makes `invoices_total_check1`, the third
`invoices_total_check2`. Nothing fails; every row is checked again and again, and every unique constraint brings one
more index to maintain.

## Instead

Give it a name, then drop it with `IF EXISTS` in front, or look it up in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
```

```sql bad
ALTER TABLE invoices ADD CHECK (total >= 0);
```

```sql bad
ALTER TABLE invoices ADD UNIQUE (id);
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_total;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "duplicate"
SEVERITY = "error"
ACTIONS = (("add", "constraint"), ("add", "domain constraint"))
REMEDY = "Name it, and drop it with IF EXISTS above."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """A constraint that PostgreSQL names itself."""
    if context.duplicates:
        yield context.repeated(REMEDY, action)
