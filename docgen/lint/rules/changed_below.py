"""What a statement drops or changes is in use, or something else, when the rest of its file has run.

## What happens

The first run finds the object alone. Then the same file makes a view over it, a foreign key to it, a column of its
type, or a table where a view was. The second run is refused: 2BP01 (dependent_objects_still_exist), 0A000 for the type
of a column that a view reads, 42809 (wrong_object_type) for `DROP VIEW` of what is a table by then, 42883 or
22P02 where a column has another type. `IF EXISTS` does not help: the object does exist.

## Instead

Drop first what rests on it, with `IF EXISTS`, in the reverse order in which the file makes it.

There is no fix: what rests on the object is to be dropped too, in an order that the whole file decides.

```sql setup
CREATE TABLE invoices (id bigint PRIMARY KEY, note text, paid boolean, paid_on timestamptz);
CREATE VIEW totals AS SELECT count(*) AS number FROM invoices;
CREATE TABLE lines (invoice bigint);
```

```sql bad
DROP TABLE IF EXISTS customers;
CREATE TABLE customers (id bigint PRIMARY KEY);
ALTER TABLE lines DROP CONSTRAINT IF EXISTS lines_customer;
ALTER TABLE lines ADD CONSTRAINT lines_customer FOREIGN KEY (invoice) REFERENCES customers (id);
```

```sql bad
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(80);
CREATE OR REPLACE VIEW notes AS SELECT note FROM invoices;
```

```sql bad
DROP VIEW IF EXISTS totals;
CREATE TABLE IF NOT EXISTS totals (number bigint);
```

```sql bad
UPDATE invoices SET note = 'paid' WHERE paid = true;
ALTER TABLE invoices DROP COLUMN paid;
ALTER TABLE invoices RENAME COLUMN paid_on TO paid;
```

```sql good
ALTER TABLE lines DROP CONSTRAINT IF EXISTS lines_customer;
DROP TABLE IF EXISTS customers;
CREATE TABLE customers (id bigint PRIMARY KEY);
ALTER TABLE lines ADD CONSTRAINT lines_customer FOREIGN KEY (invoice) REFERENCES customers (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.rule import GONE, REFUSED
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "rerun"
SEVERITY = "error"
STATEMENTS = (GONE,)
ACTIONS = (REFUSED,)
EFFECT = "raises"
REMEDY = "Drop first, with IF EXISTS, what the file makes below; or test in a DO block what is there."


def check_again(_statement: Statement, context: Context) -> Iterator[Finding]:
    """A column to which the first run has given another type."""
    if context.missing is not None and context.missing.changed:
        what, state = context.missing.what, context.missing.sqlstate
        message = f"On the second run this fails: {what} (SQLSTATE {state})."
        yield context.finding(message, REMEDY, sqlstate=state)
