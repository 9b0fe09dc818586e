"""A table is dropped and made again without its row level security.

## What happens

`DROP TABLE` takes `ENABLE ROW LEVEL SECURITY` and the policies with it. Whoever may read the new table reads all its
rows.

## Instead

Change the table with `ALTER TABLE`; where it must be made anew, enable row level security and create the policies
below.

The fix writes below the new definition what the earlier files have said; it is not safe, for the loss may be meant.
There is none where a policy was made in a block, or several settings in one statement.

```sql setup
CREATE TABLE invoices (id bigint, owner text);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON invoices USING (owner = current_user);
```

```sql bad
DROP TABLE IF EXISTS invoices;
CREATE TABLE invoices (id bigint, owner text, total numeric);
```

```sql fixed
DROP TABLE IF EXISTS invoices;
CREATE TABLE invoices (id bigint, owner text, total numeric);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON invoices USING (owner = current_user);
```

```sql good
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS total numeric;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.losses import made_anew
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A table with row level security that this migration makes anew without it."""
    remedy = "Enable row level security below and create the policies again."
    title = "Enable it and create the policies again below"
    yield from made_anew(context, "row", "the row level security that {} enabled", remedy, title, ("policy",))
