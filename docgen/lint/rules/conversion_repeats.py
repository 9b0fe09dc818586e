"""A column's type is changed with a `USING` that does not fit what it has made.

## What happens

The second run evaluates `USING` over values that are converted already: `a * 100` multiplies again,
`at AT TIME ZONE 'UTC'` moves the time by the offset of the session.

## Instead

Look at the column's type in `information_schema.columns` in a `DO` block. A plain cast (`USING a::text`) is fine.

```sql setup
CREATE TABLE invoices (id bigint, total integer);
INSERT INTO invoices VALUES (1, 10);
```

```sql bad
ALTER TABLE invoices ALTER COLUMN total TYPE bigint USING total * 100;
```

```sql fixed
DO $$
BEGIN
  IF (
    SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('invoices') AND attname = 'total'
  ) <> 'bigint'::regtype THEN
    ALTER TABLE invoices ALTER COLUMN total TYPE bigint USING total * 100;
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices ALTER COLUMN total TYPE text USING total::text;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.conversion import conversions
from docgen.lint.fixes.converting import unless_converted
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "data"
SEVERITY = "warning"
STATEMENTS = ("AlterTableStmt alter",)
REMEDY = "Look at the column's type in a DO block before, or use a plain cast."


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """ALTER COLUMN TYPE ... USING with a calculation or a function over the column itself."""
    for conversion in conversions(statement):
        if conversion.repeats:
            message = f'The second run converts "{conversion.column}" again, from values that are converted already.'
            yield context.finding(message, REMEDY, conversion.action)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """A look at the column's type before."""
    return unless_converted(context)
