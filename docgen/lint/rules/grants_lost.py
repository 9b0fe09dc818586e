"""A view, function or table is dropped and made again without its grants.

## What happens

`DROP` takes the grants with it and `CREATE` gives only the default ones: roles that could read the view get 42501
(insufficient_privilege), and a function whose `EXECUTE` was revoked can be called by everyone (`PUBLIC`) again.

## Instead

Use `CREATE OR REPLACE`, which keeps the grants, or repeat `GRANT` and `REVOKE` below the new definition.

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

```sql bad
DROP FUNCTION IF EXISTS paid(bigint);
CREATE FUNCTION paid(id bigint) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
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
from docgen.lint.keys import label
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """An object with grants of an earlier migration that this one makes anew without any."""
    for loss in context.traits.losses("grant"):
        message = (
            f'{loss.action.kind.capitalize()} "{label(loss.action)}" is made anew and loses the grants '
            f"that {context.where(loss.before)} set."
        )
        yield context.finding(message, "Repeat GRANT and REVOKE below.", loss.action, statement=loss.statement)
