"""`TRUNCATE` empties a table again on every run.

## What happens

The first run throws away what is there by then; a run a year later throws away a year of rows. With `CASCADE` it also
empties every table that refers to this one.

## Instead

Delete the rows that are meant, by a condition that only they fulfil.

There is no fix: which rows are meant only you know.

```sql setup
CREATE TABLE prices (code text, price numeric);
INSERT INTO prices VALUES ('old', 1);
```

```sql bad
TRUNCATE prices;
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
STATEMENTS = ("TruncateStmt",)


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A TRUNCATE of a table that the second run does not make anew."""
    for action in emptied(statement, context) if statement.node_kind == "TruncateStmt" else ():
        others = " and every table that refers to it" if statement.tree.get("behavior") == "DROP_CASCADE" else ""
        message = f'Run again later, this empties "{action.relation}"{others}.'
        yield context.finding(message, "Delete the rows that are meant by a condition.", action)
