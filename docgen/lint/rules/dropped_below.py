"""A statement uses a table or column that the same file drops or renames further down.

## What happens

The first run finds it; at the end of the file it is gone, so the second run raises 42P01 (undefined_table) or 42703
(undefined_column) at the statement that uses it.

## Instead

Wrap the use in a `DO` block that tests whether the table (`to_regclass`) or the column (`information_schema.columns`)
is still there.

The fix does so. Inside of a block it is not safe where the statement reads into a variable: what follows may ask for
it. Where a loop or a condition reads what is gone there is no fix, for what is to happen then only you know.

```sql setup
CREATE TABLE invoices (id bigint, note text);
CREATE TABLE notes (invoice bigint, note text);
```

```sql bad
INSERT INTO notes SELECT id, note FROM invoices WHERE note <> '';
DROP TABLE IF EXISTS invoices;
```

```sql fixed
DO $$
BEGIN
  IF to_regclass('invoices') IS NOT NULL THEN
    INSERT INTO notes SELECT id, note FROM invoices WHERE note <> '';
  END IF;
END $$;
DROP TABLE IF EXISTS invoices;
```

```sql bad
UPDATE invoices SET id = 7 WHERE note = 'seven';
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```

```sql fixed
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('invoices') AND attname = 'note' AND NOT attisdropped
  ) THEN
    UPDATE invoices SET id = 7 WHERE note = 'seven';
  END IF;
END $$;
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```

```sql bad
DO $$
DECLARE
  many bigint;
BEGIN
  SELECT count(*) INTO many FROM invoices WHERE note <> '';
  RAISE NOTICE '% notes', many;
  DROP TABLE IF EXISTS invoices;
END $$;
```

```sql fixed
DO $$
DECLARE
  many bigint;
BEGIN
  IF to_regclass('invoices') IS NOT NULL THEN
    SELECT count(*) INTO many FROM invoices WHERE note <> '';
  END IF;
  RAISE NOTICE '% notes', many;
  DROP TABLE IF EXISTS invoices;
END $$;
```

```sql good
DROP TABLE IF EXISTS invoices;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.using import while_there
from docgen.lint.rule import GONE
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "rerun"
SEVERITY = "error"
STATEMENTS = (GONE,)
REMEDY = "Wrap it in a DO block that tests whether it is still there."


def check_again(_statement: Statement, context: Context) -> Iterator[Finding]:
    """A relation or column that the first run of this file has removed by its end."""
    if context.missing is not None and not context.missing.changed:
        what, state = context.missing.what, context.missing.sqlstate
        message = f"On the second run this fails: {what} (SQLSTATE {state})."
        yield context.finding(message, REMEDY, sqlstate=state)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """A look for what is gone, before it is used."""
    return while_there(context)
