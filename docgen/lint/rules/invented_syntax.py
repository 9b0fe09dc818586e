"""A form of DDL that PostgreSQL does not have.

## What happens

The statement raises 42601 (syntax_error) on its first run. These forms look right because their neighbours exist:
`ADD COLUMN IF NOT EXISTS` does, `ADD CONSTRAINT IF NOT EXISTS` does not; `CREATE OR REPLACE VIEW` does,
`CREATE OR REPLACE TABLE` does not.

## Instead

The message names the right form for each. The fix takes out the words that do not exist and guards the statement as
the rule for such a statement would: it is safe, for the statement has never run, where nothing of that name was there
before. There is none for a subscription, a database and `VALIDATE CONSTRAINT`: no block can hold the first two, and of
the last nobody knows which constraint may be missing.

```sql setup
CREATE TABLE invoices (id bigint, owner name, total numeric);
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT IF NOT EXISTS invoices_total CHECK (total >= 0);
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'invoices_total' AND conrelid = 'invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
  END IF;
END $$;
```

```sql bad
CREATE POLICY IF NOT EXISTS invoices_own ON invoices USING (owner = current_user);
```

```sql fixed
DROP POLICY IF EXISTS invoices_own ON invoices;
CREATE POLICY invoices_own ON invoices USING (owner = current_user);
```

```sql bad
CREATE TYPE IF NOT EXISTS invoice_state AS ENUM ('open', 'paid');
```

```sql fixed
DO $$
BEGIN
  CREATE TYPE invoice_state AS ENUM ('open', 'paid');
EXCEPTION WHEN duplicate_object THEN
  NULL;
END $$;
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_total;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total >= 0);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.inventing import rewritten
from docgen.lint.invented import invented_in
from docgen.lint.rule import UNREAD
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "syntax"
SEVERITY = "error"
STATEMENTS = (UNREAD,)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A statement that does not parse and has the look of an invented form."""
    found = invented_in(statement) if statement.error and statement in context.statements else None
    if found is not None:
        form, place = found
        message = f"PostgreSQL has no {form.name}: this fails on the first run (SQLSTATE 42601)."
        yield context.finding(message, form.remedy, sqlstate="42601", statement=place)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """The form that PostgreSQL has, guarded as the words ask for."""
    return rewritten(context)
