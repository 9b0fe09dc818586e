"""`BEGIN` inside the transaction that the migration tool has opened.

## What happens

PostgreSQL has no nested transactions: `BEGIN` is only warned of (SQLSTATE 25001), and the file's `COMMIT`
ends the transaction of the tool. What comes after it, and the tool's own note that the migration is applied, is not
part of it any more: when one fails, the other stays.

## Instead

Remove `BEGIN` and `COMMIT`; or tell the tool to open none (`-- +goose NO TRANSACTION`,
`-- migrate:up transaction:false`). The fix removes them where they stand around the whole file; elsewhere they may be
meant to end the tool's transaction.

```sql bad
BEGIN;
CREATE TABLE IF NOT EXISTS invoices (id bigint);
COMMIT;
```

```sql fixed
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```

```sql good
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.transacting import left_to_the_tool
from docgen.model.finding import Finding

FAMILY = "transaction"
SEVERITY = "warning"
STATEMENTS = ("TransactionStmt",)


def check_file(context: Context) -> Iterator[Finding]:
    """The first BEGIN or COMMIT in the tool's own transaction."""
    for statement in context.course.nested[:1]:
        message = "The migration tool has opened a transaction already: BEGIN does nothing, and COMMIT ends the tool's."
        remedy = "Remove BEGIN and COMMIT, or tell the tool to open none."
        yield context.finding(message, remedy, statement=statement, fix=left_to_the_tool(context))
