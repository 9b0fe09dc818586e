"""A drop hits the table or column that a later migration has made under the same name.

## What happens

`DROP ... IF EXISTS` can be repeated without an error. Once the later migration has run, it takes away the new table or
column with all that is in it.

## Instead

Give the new table or column a name of its own; or drop the old one only as long as it is the old one, in a `DO` block
that looks for something that only the old one had.

There is no fix: a migration that runs once needs none.

```sql setup
CREATE TABLE invoices (id bigint, code integer);
INSERT INTO invoices VALUES (1, 7);
```

```sql bad
ALTER TABLE invoices DROP COLUMN IF EXISTS code;
```

```sql later
ALTER TABLE invoices ADD COLUMN code text;
UPDATE invoices SET code = 'seven';
```

```sql good
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'invoices' AND column_name = 'code' AND data_type = 'integer'
  ) THEN
    ALTER TABLE invoices DROP COLUMN code;
  END IF;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, label
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "clobber"
SEVERITY = "warning"
REMEDY = "Drop it only while it is the old one, in a DO block, or give the new one a name of its own."
_WITH_ROWS = ("table", "column")


def check_late(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded DROP of a table or column that is there again after the whole chain."""
    for action in statement.actions:
        if action.verb != "drop" or action.kind not in _WITH_ROWS:
            continue
        fact = context.again.fact(key_of(action, context.again.path))
        if fact is not None and fact.present and fact.file not in ("", context.migration.path):
            message = (
                f'{context.where(fact)} makes {action.kind} "{label(action)}" again: run once more after it, this '
                f"statement destroys the new one."
            )
            yield context.finding(message, REMEDY, action)
