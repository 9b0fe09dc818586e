"""A role is created without a guard.

## What happens

`CREATE ROLE`, `CREATE USER` and `CREATE GROUP` raise 42710 (duplicate_object) when the role is there. Roles belong to
the whole server, so another database may have made it.

## Instead

Wrap it in a `DO` block that catches `duplicate_object`.

```sql bad
CREATE ROLE docgen_example_reader;
```

```sql fixed
DO $$
BEGIN
  CREATE ROLE docgen_example_reader;
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql good
DO $$
BEGIN
  CREATE ROLE docgen_example_reader;
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.catching import caught_creation
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "role"),)
EFFECT = "raises"
REMEDY = "Wrap it in DO $$ BEGIN ... EXCEPTION WHEN duplicate_object THEN NULL; END $$."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A block that catches duplicate_object."""
    return caught_creation(action, context) if action else None
