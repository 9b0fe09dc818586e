"""A schema is created without `IF NOT EXISTS`.

## What happens

`CREATE SCHEMA` raises 42P06 (duplicate_schema) when the schema is there.

## Instead

Write `CREATE SCHEMA IF NOT EXISTS`. The owner of a schema that is there stays as it is.

```sql bad
CREATE SCHEMA billing;
```

```sql good
CREATE SCHEMA IF NOT EXISTS billing;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "schema"),)
REMEDY = "Write CREATE SCHEMA IF NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An object that the second run finds in the way."""
    if context.raises:
        yield context.repeated(REMEDY, action)
