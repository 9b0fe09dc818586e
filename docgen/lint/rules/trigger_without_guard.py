"""A trigger is created without a guard.

## What happens

`CREATE TRIGGER` raises 42710 (duplicate_object) when the table has a trigger of that name.

## Instead

Write `CREATE OR REPLACE TRIGGER` (PostgreSQL 14 and later); it enables a disabled trigger again. A constraint trigger
cannot be replaced: drop it with `IF EXISTS` first.

```sql setup
CREATE TABLE invoices (id bigint, changed_at timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed_at := now(); RETURN NEW; END';
```

```sql bad
CREATE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch();
```

```sql fixed
CREATE OR REPLACE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch();
```

```sql good
CREATE OR REPLACE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch();
```

```sql good
DROP TRIGGER IF EXISTS invoices_touch ON invoices;
CREATE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION touch();
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.dropping import dropped_before
from docgen.lint.fixes.words import or_replace
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "trigger"),)
EFFECT = "raises"
REMEDY = "Write CREATE OR REPLACE TRIGGER, or drop it with IF EXISTS above."


def fix(action: Action | None, context: Context) -> Fix | None:
    """OR REPLACE; a constraint trigger is dropped before."""
    if action is None or context.statement is None:
        return None
    if context.statement.tree.get("isconstraint"):
        return dropped_before(action, context)
    return or_replace(action, context)
