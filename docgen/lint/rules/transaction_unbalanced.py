"""`BEGIN` without `COMMIT`, or the other way round.

## What happens

A transaction that the file opens and does not end is rolled back when the connection closes: the migration counts as
applied and nothing of it is there. `COMMIT` without `BEGIN` and a second `BEGIN` are only warned of (25P01, 25001), and
the statements below them run in another transaction than the file seems to say.

## Instead

End every `BEGIN` with `COMMIT`, in the same file. The fix removes what is only warned of, and writes a `COMMIT` at the
end where there is none: that is not safe, for so far nothing of the file has stayed.

```sql bad
BEGIN;
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```

```sql fixed
BEGIN;
CREATE TABLE IF NOT EXISTS invoices (id bigint);
COMMIT;
```

```sql bad
CREATE TABLE IF NOT EXISTS invoices (id bigint);
COMMIT;
```

```sql fixed
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```

```sql good
BEGIN;
CREATE TABLE IF NOT EXISTS invoices (id bigint);
COMMIT;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.transacting import balanced
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "transaction"
SEVERITY = "error"
STATEMENTS = ("TransactionStmt",)


def check_file(context: Context) -> Iterator[Finding]:
    """Each BEGIN and COMMIT that has no other half."""
    for statement in context.course.unbalanced:
        remedy, mend = "End every BEGIN with COMMIT, in this file.", balanced(context, statement)
        yield context.finding(_message(statement), remedy, statement=statement, fix=mend)


def _message(statement: Statement) -> str:
    if "COMMIT" in statement.kind or "END" in statement.kind or "ROLLBACK" in statement.kind:
        return f"{statement.kind} ends a transaction that this file has not begun."
    return "This transaction is never ended, or a second one begins in it."
