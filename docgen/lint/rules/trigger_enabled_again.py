"""A trigger that was disabled is enabled again by its new definition.

## What happens

`CREATE OR REPLACE TRIGGER` enables the trigger, whatever `ALTER TABLE ... DISABLE TRIGGER` had said; so do
`DROP TRIGGER` and `CREATE TRIGGER`. Nothing says so.

## Instead

Disable it again below, or say there that it shall run from now on: `ALTER TABLE ... ENABLE TRIGGER`.

The fix writes below the new definition what the earlier files have said; it is not safe, for enabling it may be meant.

```sql setup
CREATE TABLE invoices (id bigint);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE INSERT ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE invoices DISABLE TRIGGER stamp;
```

```sql bad
CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
```

```sql fixed
CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE invoices DISABLE TRIGGER stamp;
```

```sql good
CREATE OR REPLACE TRIGGER stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE invoices DISABLE TRIGGER stamp;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.repeating import repeated_below
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A disabled trigger that this migration makes anew and leaves enabled."""
    for loss in context.traits.losses("disabled"):
        trigger = loss.action
        message = (
            f'This enables trigger "{trigger.name}" on "{trigger.relation}" again, '
            f"which {context.where(loss.before)} disabled."
        )
        remedy = "Disable it again below, or write ENABLE TRIGGER there when that is meant."
        mend = repeated_below(context, (loss,), "Disable it again below")
        yield context.finding(message, remedy, trigger, statement=loss.statement, fix=mend)
