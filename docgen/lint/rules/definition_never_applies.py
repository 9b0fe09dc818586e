"""A new definition that its own guard keeps from ever applying.

## What happens

The `DO` block looks whether the object is there, or catches the error that says so, and an earlier migration has made
it with another definition: the block passes over the new one, on every database. Nothing fails, and the old
definition stays.

## Instead

Drop the old one with `IF EXISTS` and create the new one, in one transaction; add labels to an enum with
`ALTER TYPE ... ADD VALUE IF NOT EXISTS`.

There is no fix: whether the older definition or this one is to stay only you know.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
CREATE TYPE state AS ENUM ('open');
```

```sql bad
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_total' AND conrelid = 'public.invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total > 0);
  END IF;
END $$;
```

```sql bad
DO $$
BEGIN
  CREATE TYPE state AS ENUM ('open', 'paid');
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_total;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total > 0);
```

```sql good
ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.definitions import labels_of
from docgen.lint.guards import existence_tests
from docgen.lint.keys import key_of, object_name
from docgen.lint.rule import GUARDED
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "chain"
SEVERITY = "error"
STATEMENTS = (GUARDED,)
REMEDY = "Drop the old one with IF EXISTS above, in the same transaction, when this definition shall win."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A CREATE or ADD inside a DO block, of what exists by now with another definition."""
    if not _looks_only(statement):
        return
    for action in statement.actions:
        if action.verb not in ("create", "add") or action.inline or action.replace or not action.name:
            continue
        key = key_of(action, context.world.path)
        fact = context.world.fact(key)
        if fact is None or not fact.present or not context.definitions.differ(key, statement):
            continue
        message = (
            f"{_what(action)} is already created by {context.where(fact)} with another definition: "
            f"the guard here passes over this one{_labels(statement, context, key)}."
        )
        yield context.finding(message, REMEDY, action)


def _looks_only(statement: Statement) -> bool:
    """Whether the guards are nothing but "it is not there yet", by a look in the catalog or by a handler."""
    if not statement.conditions:
        return bool(statement.handlers)
    tests = [existence_tests(condition) for condition in statement.conditions]
    return all(one and all(test.catalog and not test.exists for test in one) for one in tests)


def _labels(statement: Statement, context: Context, key: tuple[str, ...]) -> str:
    there = labels_of(context.definitions.earlier(key))
    new = [label for label in labels_of(statement.node) if label not in there]
    return f", and these labels are never added: {', '.join(new)}" if new else ""


def _what(action: Action) -> str:
    on = f' on "{action.relation}"' if action.relation else ""
    return f'{action.kind.capitalize()} "{object_name(action)}"{on}'
