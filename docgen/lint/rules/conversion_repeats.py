"""A column's type is changed with a `USING` that does not fit what it has made.

## What happens

The second run evaluates `USING` over values that are converted already: `a * 100` multiplies again,
`to_timestamp(at)` has no form for a timestamp (42883), `at AT TIME ZONE 'UTC'` moves the time by the session's
offset.

## Instead

Look at the column's type in `information_schema.columns` in a `DO` block. A plain cast (`USING a::text`) is fine.

```sql setup
CREATE TABLE invoices (id bigint, total integer);
INSERT INTO invoices VALUES (1, 10);
```

```sql bad
ALTER TABLE invoices ALTER COLUMN total TYPE bigint USING total * 100;
```

```sql good
ALTER TABLE invoices ALTER COLUMN total TYPE text USING total::text;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.model.finding import Finding
from docgen.sql.statement import Statement
from docgen.sql.tree import strings, walk

FAMILY = "data"
SEVERITY = "warning"
REMEDY = "Look at the column's type in a DO block before, or use a plain cast."
_HARMLESS = {("=",), ("<>",), ("~~",)}


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """ALTER COLUMN TYPE ... USING with a calculation or a function over the column itself."""
    for item in statement.node.get("AlterTableStmt", {}).get("cmds", ()):
        command = item.get("AlterTableCmd", {})
        using = command.get("def", {}).get("ColumnDef", {}).get("raw_default")
        if command.get("subtype") != "AT_AlterColumnType" or using is None:
            continue
        repeats = any(
            kind == "FuncCall" or (kind == "A_Expr" and strings(value.get("name")) not in _HARMLESS)
            for kind, value in walk(using)
        )
        uses_itself = any(
            kind == "ColumnRef" and strings(value.get("fields"))[-1:] == (command.get("name"),)
            for kind, value in walk(using)
        )
        if repeats and uses_itself:
            name = command.get("name")
            message = f'The second run converts "{name}" again, from values that are converted already.'
            action = next((one for one in statement.actions if one.name == name), None)
            yield context.finding(message, REMEDY, action, statement=statement)
