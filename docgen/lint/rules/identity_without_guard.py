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

```sql fixed
DO $$
BEGIN
  IF (
    SELECT attidentity FROM pg_attribute WHERE attrelid = to_regclass('invoices') AND attname = 'id'
  ) = '' THEN
    ALTER TABLE invoices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices ALTER COLUMN id DROP IDENTITY IF EXISTS;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import alter
from docgen.lint.fixes.catching import caught
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import insert
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("alter", "column"),
    ("alter", "table"),
)
EFFECT = "raises"
REMEDY = "Write IF EXISTS, or look at pg_attribute.attidentity in a DO block."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF EXISTS for DROP, a look into the catalog for what has no guard."""
    if action is None or not context.raises:
        return None
    if action.detail in ("drop identity", "drop expression"):
        return _if_exists(action, context)
    if action.detail == "drop of":
        return caught(context) if context.statement and len(context.statement.actions) == 1 else None
    return alter.guarded(context, "Look at attidentity before", safe=True)


def _if_exists(action: Action, context: Context) -> Fix | None:
    source = Source(context)
    first = source.first_of(action)
    at = source.behind("alter", "?column", at=first) if first is not None else None
    behind = source.behind("drop", "identity|expression", at=source.name(at)[1]) if at is not None else None
    return insert(source, behind, "IF EXISTS", "Write IF EXISTS", safe=True)
