"""An object is dropped and made again without its comment.

## What happens

`DROP` takes the comment with it. The documentation of the object is gone from the catalog until someone writes it
again.

## Instead

Repeat `COMMENT ON` below the new definition.

The fix writes below the new definition what the earlier files have said; it is not safe, for the loss may be meant.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE VIEW totals AS SELECT total FROM invoices;
COMMENT ON VIEW totals IS 'What was billed';
```

```sql bad
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
```

```sql fixed
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
COMMENT ON VIEW totals IS 'What was billed';
```

```sql good
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
COMMENT ON VIEW totals IS 'What was billed';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.losses import made_anew
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "info"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """An object with a comment of an earlier migration that this one makes anew without any."""
    remedy = "Repeat COMMENT ON below."
    yield from made_anew(context, "comment", "the comment that {} wrote", remedy, "Repeat the comment below")
