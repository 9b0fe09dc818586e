"""A table is dropped and created again: run once more, the file destroys the rows.

## What happens

`DROP TABLE IF EXISTS` and `CREATE TABLE` can be repeated without an error, and each repetition throws away the rows,
grants, policies, comments and foreign keys that the table has got since.

## Instead

Write `CREATE TABLE IF NOT EXISTS`, and `ALTER TABLE` for what changes. A table whose rows are worked out from others is
better a materialized view, or filled by `CREATE TABLE ... AS`.

There is no fix: without the `DROP` an older table of that name would stay as it is.

```sql bad
DROP TABLE IF EXISTS invoices;
CREATE TABLE invoices (id bigint);
```

```sql later
INSERT INTO invoices VALUES (1);
```

```sql good
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, label
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "clobber"
SEVERITY = "warning"
STATEMENTS = ("CreateStmt",)
REMEDY = "Write CREATE TABLE IF NOT EXISTS, and ALTER TABLE for what changes."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A CREATE TABLE whose table this file has dropped above."""
    table = statement.actions[0] if statement.node_kind == "CreateStmt" and statement.actions else None
    if table is None or statement.conditions or table.detail not in ("", "unlogged"):
        return
    fact = context.world.fact(key_of(table, context.world.path))
    if fact is None or fact.present or fact.file != context.migration.path or fact.action is None:
        return
    if fact.action.verb == "drop" and fact.action.kind in ("table", "schema"):
        message = (
            f'Line {fact.line} drops table "{label(table)}" and this creates it again: run once more, '
            "the file destroys the rows that it has by then."
        )
        yield context.finding(message, REMEDY, table)
