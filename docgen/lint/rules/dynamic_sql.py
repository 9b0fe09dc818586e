"""SQL that is put together while the block runs.

## What happens

`EXECUTE` of a text that comes from a table, a variable or a parameter is not known before it runs. What is constant
(`format` with constants, a loop over `ARRAY['a', 'b']`) is read and judged like any other statement; the rest cannot
be, and whether the second run does harm is open.

## Instead

Look at it by eye, or run the file twice on a scratch server. `EXECUTE format('... IF NOT EXISTS %I', ...)` keeps the
guard in the text.

There is no fix: the statement is not known before it runs.

```sql bad
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT relname FROM pg_class WHERE relname LIKE 'invoices_%' LOOP
    EXECUTE 'ALTER TABLE ' || quote_ident(one.relname) || ' ADD COLUMN note text';
  END LOOP;
END $$;
```

```sql good
DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['invoices', 'orders'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I (id bigint)', one);
  END LOOP;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "undecided"
SEVERITY = "info"
STATEMENTS = ("DoStmt",)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """The first EXECUTE of a DO block whose text parsing cannot know."""
    unknown = next((inner for inner in statement.inner if inner.dynamic), None)
    if unknown is not None:
        message = "Not decidable: the text of this EXECUTE is known only when it runs."
        yield context.finding(message, "Look at it by eye, or run the file twice.", statement=unknown)
