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
from docgen.lint.losses import options_taken
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A view whose option an earlier migration set and this one loses."""
    yield from options_taken(context, "option", "view", "Write WITH ({} = true).", view_options)
