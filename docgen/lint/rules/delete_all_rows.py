"""Rows are deleted that a later run may find again.

## What happens

The second run right behind the first one finds nothing to delete. Run later, `DELETE` without `WHERE` throws away all
rows that were added since.

## Instead

Name in `WHERE` the rows that are meant.

There is no fix: which rows are meant only you know.

```sql setup
CREATE TABLE prices (code text, price numeric);
INSERT INTO prices VALUES ('old', 1);
```

```sql bad
DELETE FROM prices;
```

```sql later
INSERT INTO prices VALUES ('new', 2);
```

```sql good
DELETE FROM prices WHERE code = 'old';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.emptied import emptied
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "clobber"
SEVERITY = "warning"
STATEMENTS = ("DeleteStmt",)


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A DELETE of all rows of a table that the second run does not make anew."""
    for delete in emptied(statement, context) if statement.node_kind == "DeleteStmt" else ():
        message = f'Run again later, this deletes all rows of "{delete.relation}".'
        yield context.finding(message, "Name in WHERE the rows that are meant.", delete)
