"""A column takes the place of one that the file drops: run again, the file converts what it has converted.

## What happens

`ADD COLUMN` of a new column, an `UPDATE` that fills it from the old one, `DROP COLUMN` of the old one and `RENAME` of
the new one to its name: all of it can be repeated without an error, as the old name is there again. The second run
fills another new column from what the first has made: it converts twice.

## Instead

`ALTER COLUMN ... TYPE ... USING` in a `DO` block that looks at the column's type; or put the four statements into a
block that runs only while the column has its old type.

There is no fix: the exchange is several statements, and what stands between them may rest on each.

```sql setup
CREATE TABLE invoices (id bigint, note text);
INSERT INTO invoices VALUES (1, 'paid');
```

```sql bad
ALTER TABLE invoices ADD COLUMN new_note jsonb;
UPDATE invoices SET new_note = to_json(note::text);
ALTER TABLE invoices DROP COLUMN note;
ALTER TABLE invoices RENAME COLUMN new_note TO note;
```

```sql good
DO $$
BEGIN
  IF (SELECT data_type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = 'invoices' AND column_name = 'note') = 'text' THEN
    ALTER TABLE invoices ALTER COLUMN note TYPE jsonb USING to_json(note);
  END IF;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, label
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "data"
SEVERITY = "warning"
ACTIONS = (("rename", "column"),)
REMEDY = "Run the whole exchange in a DO block, and only while the column has its old type."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """A renaming that the second run repeats, to the name of a column that it has just dropped again."""
    key = key_of(action, context.again.path)
    taken = (*key[:-1], action.new_name)
    if not context.raises and context.again.present(key) and taken in context.again.removed:
        message = (
            f'The second run makes "{label(action)}" anew, fills it from what the first run has called '
            f'"{action.new_name}", and puts it in its place: what was converted is converted again.'
        )
        yield context.finding(message, REMEDY, action)
