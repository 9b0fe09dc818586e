"""A view, function or table is dropped and made again without its grants.

## What happens

`DROP` takes the grants with it and `CREATE` gives only the default ones: roles that could read the view get 42501
(insufficient_privilege), and a function whose `EXECUTE` was revoked can be called by everyone (`PUBLIC`) again.

## Instead

Use `CREATE OR REPLACE`, which keeps the grants, or repeat `GRANT` and `REVOKE` below the new definition.

The fix writes below the new definition what the earlier files have said; it is not safe, for the loss may be meant.
There is none where one of those statements speaks of several objects, or the function has other arguments now.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE VIEW totals AS SELECT total FROM invoices;
GRANT SELECT ON totals TO PUBLIC;
CREATE FUNCTION paid(id bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
REVOKE EXECUTE ON FUNCTION paid(bigint) FROM PUBLIC;
```

```sql bad
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
```

```sql fixed
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
GRANT SELECT ON totals TO PUBLIC;
```

```sql bad
DROP FUNCTION IF EXISTS paid(bigint);
CREATE FUNCTION paid(id bigint) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
```

```sql fixed
DROP FUNCTION IF EXISTS paid(bigint);
CREATE FUNCTION paid(id bigint) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
REVOKE EXECUTE ON FUNCTION paid(bigint) FROM PUBLIC;
```

```sql good
DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT id, total FROM invoices;
GRANT SELECT ON totals TO PUBLIC;
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
    """An object with grants of an earlier migration that this one makes anew without any."""
    remedy = "Repeat GRANT and REVOKE below."
    yield from made_anew(context, "grant", "the grants that {} set", remedy, "Repeat the grants below")
