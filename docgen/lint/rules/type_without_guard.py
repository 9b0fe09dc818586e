"""A type or domain is created without a guard.

## What happens

`CREATE TYPE` and `CREATE DOMAIN` raise 42710 (duplicate_object) when the type is there, and have no `IF NOT EXISTS`.

## Instead

Wrap it in a `DO` block that catches `duplicate_object`. A type that is there is kept as it is: add labels with
`ALTER TYPE ... ADD VALUE IF NOT EXISTS`.

```sql bad
CREATE TYPE invoice_state AS ENUM ('open', 'paid');
```

```sql fixed
DO $$
BEGIN
  CREATE TYPE invoice_state AS ENUM ('open', 'paid');
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql bad
CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0);
```

```sql fixed
DO $$
BEGIN
  CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0);
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql good
DO $$
BEGIN
  CREATE TYPE invoice_state AS ENUM ('open', 'paid');
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
ACTIONS = (
    ("create", "type"),
    ("create", "domain"),
)
EFFECT = "raises"
REMEDY = "Wrap it in DO $$ BEGIN ... EXCEPTION WHEN duplicate_object THEN NULL; END $$."


def fix(action: Action | None, context: Context) -> Fix | None:
    """A block that catches duplicate_object."""
    return caught_creation(action, context) if action else None
