"""A function is called that changes something each time.

## What happens

`nextval` takes a number from the sequence on every run, and nothing gives it back.

## Instead

Leave the number to the default of the column, or call `nextval` where the row that it is for is not there yet.

There is no fix: what the number is for only you know.

```sql setup
CREATE SEQUENCE invoice_number;
```

```sql bad
SELECT nextval('invoice_number');
```

```sql good
SELECT nextval('invoice_number')
WHERE (SELECT last_value IS NULL FROM pg_sequences WHERE sequencename = 'invoice_number');
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.calls import called
from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "data"
SEVERITY = "warning"
STATEMENTS = ("SelectStmt",)
_REPEATS = frozenset({"nextval"})


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A SELECT without condition of one of these functions."""
    for call in called(statement):
        if call.name in _REPEATS:
            message = f"{call.name} takes one more number on every run."
            yield context.finding(message, "Leave it to the default of the column.")
