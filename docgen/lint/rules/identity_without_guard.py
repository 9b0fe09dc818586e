"""A column becomes an identity column, or stops being one, without a guard.

## What happens

`ADD GENERATED ... AS IDENTITY` raises 55000 when the column is one already; `DROP IDENTITY` and `DROP EXPRESSION`
raise 55000 when it is none any more; `NOT OF` raises 42809 for a table that is not typed.

## Instead

`DROP IDENTITY IF EXISTS`, `DROP EXPRESSION IF EXISTS`; for `ADD GENERATED` a `DO` block that looks at
`pg_attribute.attidentity`.

```sql setup
CREATE TABLE invoices (id bigint NOT NULL);
```

```sql bad
ALTER TABLE invoices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
```

```sql good
ALTER TABLE invoices ALTER COLUMN id DROP IDENTITY IF EXISTS;
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
    ("alter", "column"),
    ("alter", "table"),
)
REMEDY = "Write IF EXISTS, or look at pg_attribute.attidentity in a DO block."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
