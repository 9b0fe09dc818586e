"""A materialized view is dropped and made again without its indexes.

## What happens

There is no `CREATE OR REPLACE MATERIALIZED VIEW`, and `DROP` takes the indexes with it. Queries become slow, and
`REFRESH MATERIALIZED VIEW CONCURRENTLY`, which needs a unique index, raises 55000.

## Instead

Repeat `CREATE INDEX` below the new definition.

The fix writes below the new definition what the earlier files have said; it is not safe, for the loss may be meant.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM invoices;
CREATE UNIQUE INDEX totals_id ON totals (id);
```

```sql bad
DROP MATERIALIZED VIEW IF EXISTS totals;
CREATE MATERIALIZED VIEW totals AS SELECT id, total * 2 AS total FROM invoices;
```

```sql fixed
DROP MATERIALIZED VIEW IF EXISTS totals;
CREATE MATERIALIZED VIEW totals AS SELECT id, total * 2 AS total FROM invoices;
CREATE UNIQUE INDEX totals_id ON totals (id);
```

```sql good
DROP MATERIALIZED VIEW IF EXISTS totals;
CREATE MATERIALIZED VIEW totals AS SELECT id, total * 2 AS total FROM invoices;
CREATE UNIQUE INDEX totals_id ON totals (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.repeating import repeated_below
from docgen.lint.keys import label
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A materialized view with indexes that this migration makes anew without some of them."""
    for loss in context.traits.losses("index"):
        if loss.action.kind != "materialized view":
            continue
        index = loss.name.partition(" ")[2]
        message = (
            f'Materialized view "{label(loss.action)}" is made anew and loses the index "{index}" '
            f"that {context.where(loss.before)} created."
        )
        lost = [one for one in context.traits.losses("index") if one.statement is loss.statement]
        mend = repeated_below(context, lost, "Repeat CREATE INDEX below")
        yield context.finding(message, "Repeat CREATE INDEX below.", loss.action, statement=loss.statement, fix=mend)
