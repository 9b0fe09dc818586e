"""Two migrations create the same object.

## What happens

The second one has no guard: the chain fails there on an empty database, with 42710 or 42P07, 42701 for a column.

## Instead

Remove the second one, or, when its definition shall win, drop the object with `IF EXISTS` first. Where both say the
same, the fix guards the second one; it is not safe, for it may be the name that is wrong. Where they differ there is
none: only you know which of the two shall be.

```sql setup
CREATE TABLE invoices (id bigint);
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_id' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_id;
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.ordinary import guarded_second
from docgen.lint.keys import key_of, object_name
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "chain"
SEVERITY = "error"
REMEDY = "Remove it here, or drop it with IF EXISTS above when this definition shall win."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """What an earlier migration has made and none has dropped since, neither this one before this statement."""
    path = context.world.path
    for action in statement.actions:
        if action.verb not in ("create", "add") or action.inline or action.replace or action.detail == "temporary":
            continue
        if action.kind in ("constraint", "index") and not action.name:
            continue
        key = key_of(action, path)
        fact = context.world.fact(key)
        if fact is None or not fact.present or fact.file in ("", context.migration.path):
            continue
        if any(other.verb == "drop" and key_of(other, path) == key for other in statement.actions):
            continue
        if not action.guarded and not statement.conditions and not statement.handlers:
            where = context.where(fact)
            message = f"{_what(action)} is already created by {where}: on an empty database the chain fails here."
            yield context.finding(message, REMEDY, action)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """The guard that the statement's own rule would write, where both say the same."""
    return guarded_second(context)


def _what(action: Action) -> str:
    on = f' on "{action.relation}"' if action.relation else ""
    return f'{action.kind.capitalize()} "{object_name(action)}"{on}'
