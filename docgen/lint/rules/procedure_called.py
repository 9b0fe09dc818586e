"""A procedure is called.

## What happens

`CALL` runs the procedure's body again on every run. What that does to the database is not to be seen in the migration.

## Instead

Look at it by eye: the procedure must be made for being called twice.

There is no fix: what the procedure does cannot be seen here.

```sql setup
CREATE TABLE notes (note text);
CREATE PROCEDURE add_note() LANGUAGE sql AS 'INSERT INTO notes VALUES (1)';
```

```sql bad
CALL add_note();
```

```sql good
INSERT INTO notes SELECT 'first' WHERE NOT EXISTS (SELECT FROM notes WHERE note = 'first');
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "undecided"
SEVERITY = "info"
STATEMENTS = ("CallStmt",)


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A CALL that the second run reaches."""
    if statement.node_kind == "CallStmt":
        message = "Not decidable: what the procedure does a second time is not to be seen here."
        yield context.finding(message, "Look at it by eye, or run the file twice.")
