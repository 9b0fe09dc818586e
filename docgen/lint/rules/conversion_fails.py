"""A column's type is changed with a `USING` that only the old type has an operator or function for.

## What happens

The second run evaluates `USING` over the new type: `CASE state WHEN 0 THEN ...` compares an enum with an integer,
`to_timestamp(at)` has no form for a timestamp, `array_to_json(tags)` none for JSON. It raises 42883
(undefined_function), or 42804 (datatype_mismatch) where `CASE WHEN paid THEN ...` meets what is no boolean any more.

## Instead

Look at the column's type in `information_schema.columns` in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint, at double precision);
```

```sql bad
ALTER TABLE invoices ALTER COLUMN at TYPE timestamptz USING to_timestamp(at);
```

```sql fixed
DO $$
BEGIN
  IF (
    SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('invoices') AND attname = 'at'
  ) <> 'timestamptz'::regtype THEN
    ALTER TABLE invoices ALTER COLUMN at TYPE timestamptz USING to_timestamp(at);
  END IF;
END $$;
```

```sql good
ALTER TABLE invoices ALTER COLUMN at TYPE text USING at::text;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.conversion import Conversion, conversions
from docgen.lint.fixes.converting import unless_converted
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "rerun"
SEVERITY = "error"
STATEMENTS = ("AlterTableStmt alter",)
REMEDY = "Look at the column's type in a DO block before."


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """ALTER COLUMN TYPE ... USING that does not fit the new type."""
    for conversion in conversions(statement):
        if conversion.fails:
            yield context.finding(_message(conversion), REMEDY, conversion.action, sqlstate=conversion.fails)


def _message(conversion: Conversion) -> str:
    what = f'USING does not fit what "{conversion.column}" is by then (SQLSTATE {conversion.fails}).'
    return f"On the second run this fails: {what}"


def fix(_action: Action | None, context: Context) -> Fix | None:
    """A look at the column's type before."""
    return unless_converted(context)
