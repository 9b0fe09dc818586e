"""A view is replaced without the options that it had.

## What happens

`CREATE OR REPLACE VIEW` without `WITH (...)` resets every option of the view. Without `security_invoker` the view
reads its tables as its owner again, past the row level security of who asks; without `security_barrier` a function in
a query can see rows that the view hides. Grants stay. `DROP VIEW` and `CREATE VIEW` lose the options too.

## Instead

Repeat the options in every `CREATE OR REPLACE VIEW`. The fix writes them; it is not safe, for the loss may be meant.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE VIEW totals WITH (security_invoker = true) AS SELECT total FROM invoices;
```

```sql bad
CREATE OR REPLACE VIEW totals AS SELECT total FROM invoices WHERE total > 0;
```

```sql fixed
CREATE OR REPLACE VIEW totals WITH (security_invoker = true) AS SELECT total FROM invoices WHERE total > 0;
```

```sql bad
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT total FROM invoices WHERE total > 0;
```

```sql fixed
DROP VIEW IF EXISTS totals;
CREATE VIEW totals WITH (security_invoker = true) AS SELECT total FROM invoices WHERE total > 0;
```

```sql good
CREATE OR REPLACE VIEW totals WITH (security_invoker = true) AS SELECT total FROM invoices WHERE total > 0;
```

```sql good
CREATE OR REPLACE VIEW totals AS SELECT total FROM invoices WHERE total > 0;
ALTER VIEW totals SET (security_invoker = true);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.repeating import view_options
from docgen.lint.keys import label
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A view whose option an earlier migration set and this one loses."""
    for loss in context.traits.losses("option"):
        option = loss.name.partition(" ")[2]
        message = f'This takes {option} away from view "{label(loss.action)}", which {context.where(loss.before)} set.'
        lost = [one for one in context.traits.losses("option") if one.statement is loss.statement]
        remedy, mend = f"Write WITH ({option} = true).", view_options(context, lost)
        yield context.finding(message, remedy, loss.action, statement=loss.statement, fix=mend)
