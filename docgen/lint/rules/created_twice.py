"""Something is created that an earlier migration, or an earlier statement of this one, has created already.

## What happens

The second one has no guard: the chain fails there on an empty database, with 42710 or 42P07, 42701 for a column,
42P16 for a second primary key.

## Instead

Remove the second one, or, when its definition shall win, drop the object with `IF EXISTS` first. Where both say the
same, the fix guards the second one; it is not safe, for it may be the name that is wrong. Where they differ there is
none: only you know which of the two shall be.

```sql setup
CREATE TABLE invoices (id bigint);
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
CREATE TYPE state AS ENUM ('open', 'paid');
CREATE TABLE payments (id bigint PRIMARY KEY);
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

```sql bad
DO $$
BEGIN
  CREATE TYPE state AS ENUM ('open', 'paid');
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
ALTER TYPE state ADD VALUE 'paid';
```

```sql bad
CREATE OR REPLACE VIEW unpaid AS SELECT id FROM invoices;
CREATE VIEW unpaid AS SELECT id FROM invoices;
```

```sql bad
ALTER TABLE payments ADD PRIMARY KEY (id);
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_id;
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql good
ALTER TABLE payments DROP CONSTRAINT IF EXISTS payments_pkey, ADD PRIMARY KEY (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.facts import Fact
from docgen.lint.keys import key_of, object_name
from docgen.lint.outcome import second_run
from docgen.lint.world import World
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "chain"
SEVERITY = "error"
STATEMENTS = ("create", "add")
REMEDY = "Remove it here, or drop it with IF EXISTS above when this definition shall win."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """What is there by now: what an earlier statement has made, and none has dropped since."""
    if statement.conditions or statement.handlers:
        return
    world = context.world.after_drops(statement)
    for action in statement.actions:
        if action.verb not in ("create", "add") or action.inline or action.replace or action.guarded:
            continue
        if action.detail == "temporary" or not (action.name or action.detail == "primary key"):
            continue
        fact = _taken(action, world)
        if fact is None or not fact.present or not fact.file or _in_a_branch(fact, context):
            continue
        outcome = second_run(action, world)
        if outcome is not None:
            where = context.where(fact)
            message = f"{_what(action)} is already created by {where}: on an empty database the chain fails here."
            yield context.finding(message, REMEDY, action, outcome.sqlstate)


def _taken(action: Action, world: World) -> Fact | None:
    """What must not be there: of a primary key any other one of the table, as long as its name is known."""
    key = key_of(action, world.path)
    if action.detail != "primary key":
        return world.fact(key)
    primary = world.fact(("primary key", *key[1:3]))
    if primary is None or primary.action is None:
        return None
    return world.fact((*key[:3], object_name(primary.action)))


def _in_a_branch(fact: Fact, context: Context) -> bool:
    """Whether the two may stand in branches of a template, of which only one is run."""
    return fact.file == context.migration.path and bool(context.migration.templates)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """The guard that the statement's own rule would write, where both say the same."""
    from docgen.lint.fixes.ordinary import guarded_second  # every file is looked at, hardly one holds such a statement

    return guarded_second(context)


def _what(action: Action) -> str:
    on = f' on "{action.relation}"' if action.relation else ""
    return f'{action.kind.capitalize()} "{object_name(action)}"{on}'
