"""An exception handler does not catch what the statement raises.

## What happens

`duplicate_object` is 42710 and nothing else. A second unique or exclusion constraint raises 42P07 (duplicate_table),
a second primary key 42P16 (invalid_table_definition), a second column 42701 (duplicate_column), a second text search
object 23505 (unique_violation): the handler is passed over and the file fails.

## Instead

Name the condition that PostgreSQL raises, or look the object up before. `WHEN OTHERS` would also hide real errors.

```sql setup
CREATE TABLE invoices (id bigint);
```

```sql bad
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql fixed
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
EXCEPTION WHEN duplicate_object OR duplicate_table THEN
  NULL;
END $$;
```

```sql good
DO $$
BEGIN
  ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
EXCEPTION WHEN duplicate_table THEN
  NULL;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.catching import widened
from docgen.lint.guards import NAMES
from docgen.lint.rule import UNCAUGHT
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action

FAMILY = "handler"
SEVERITY = "error"
ACTIONS = (UNCAUGHT,)


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """What is raised inside a block whose handlers are for something else."""
    if context.outcome is None or context.statement is None:
        return
    state = context.outcome.sqlstate
    caught = " or ".join(context.statement.handlers)
    message = (
        f"On the second run this raises {state} ({NAMES.get(state, 'no named condition')}): {context.outcome.message}; "
        f"the handler for {caught} does not catch it."
    )
    remedy = f"Catch {NAMES.get(state, f'SQLSTATE {state!r}')}."
    yield context.finding(message, remedy, action, sqlstate=state)


def fix(action: Action | None, context: Context) -> Fix | None:
    """The condition that PostgreSQL raises, beside the one that is named."""
    return widened(context) if action else None
