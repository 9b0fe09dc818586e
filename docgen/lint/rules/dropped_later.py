"""A statement uses a table or column that a later migration drops or renames.

## What happens

The file can be run twice in a row, but not once the later migration has run: the statement then raises 42P01
(undefined_table) or 42703 (undefined_column). Whoever replays the whole chain over a database that has it stops here.

## Instead

Nothing, where migrations run once and never again. Where a chain is replayed, look for the table (`to_regclass`) or
the column (`information_schema.columns`) first, in a `DO` block; or make one migration of the chain with
`docgen consolidate`.

There is no fix: a migration that runs once needs none.

```sql setup
CREATE TABLE invoices (id bigint, note text);
```

```sql bad
UPDATE invoices SET note = '' WHERE note IS NULL;
```

```sql later
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```

```sql good
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'invoices' AND column_name = 'note'
  ) THEN
    UPDATE invoices SET note = '' WHERE note IS NULL;
  END IF;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "chain"
SEVERITY = "info"
REMEDY = "Look for it first, in a DO block, if the chain is ever replayed over a database that has all of it."


def check_late(_statement: Statement, context: Context) -> Iterator[Finding]:
    """A relation or column that is gone after the whole chain, where the file could run twice in a row."""
    missing = context.missing
    fact = context.again.fact(missing.key) if missing is not None and missing.key else None
    if missing is None or fact is None:
        return
    _, *_, name = missing.key
    of = f' of "{missing.key[2]}"' if missing.key[0] == "column" else ""
    message = (
        f"This file cannot be run any more once {context.where(fact)} has run: "
        f'{missing.key[0]} "{name}"{of} is gone then (SQLSTATE {missing.sqlstate}).'
    )
    yield context.finding(message, REMEDY, sqlstate=missing.sqlstate)
