"""A row-level security policy is created without a guard.

## What happens

`CREATE POLICY` raises 42710 (duplicate_object) when the table has a policy of that name. It has neither
`IF NOT EXISTS` nor `OR REPLACE`.

## Instead

Write `DROP POLICY IF EXISTS` in front of it, both in one transaction: between the two the table has no such policy.

```sql setup
CREATE TABLE invoices (id bigint, owner name);
```

```sql bad
CREATE POLICY invoices_own ON invoices USING (owner = current_user);
```

```sql fixed
DROP POLICY IF EXISTS invoices_own ON invoices;
CREATE POLICY invoices_own ON invoices USING (owner = current_user);
```

```sql good
DROP POLICY IF EXISTS invoices_own ON invoices;
CREATE POLICY invoices_own ON invoices USING (owner = current_user);
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.dropping import dropped_before
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "policy"),)
EFFECT = "raises"
REMEDY = "Write DROP POLICY IF EXISTS above it, in the same transaction."


def fix(action: Action | None, context: Context) -> Fix | None:
    """DROP POLICY IF EXISTS in front, in one transaction."""
    return dropped_before(action, context) if action else None
