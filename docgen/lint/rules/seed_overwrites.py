"""A seed overwrites what users have changed.

## What happens

`ON CONFLICT DO UPDATE SET name = excluded.name` is a no-op while the row is as it was inserted. Run later, it sets the
row back to what the file says, whoever has changed it since.

## Instead

`ON CONFLICT DO NOTHING` where the rows belong to the users. Where the file shall win (a price list, a list of
countries), it is right as it is: allow it with a comment.
The fix writes `DO NOTHING`; it is not safe, for only you know whose the rows are.

```sql setup
CREATE TABLE prices (code text PRIMARY KEY, price numeric);
```

```sql bad
INSERT INTO prices VALUES ('basic', 10) ON CONFLICT (code) DO UPDATE SET price = excluded.price;
```

```sql fixed
INSERT INTO prices VALUES ('basic', 10) ON CONFLICT (code) DO NOTHING;
```

```sql later
UPDATE prices SET price = 12;
```

```sql good
INSERT INTO prices VALUES ('basic', 10) ON CONFLICT (code) DO NOTHING;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.keeping import left_alone
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "clobber"
SEVERITY = "info"
STATEMENTS = ("InsertStmt",)


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """An INSERT of constants whose ON CONFLICT updates the row without a condition."""
    if statement.node_kind != "InsertStmt" or statement.conditions or context.missing is not None:
        return
    conflict = statement.tree.get("onConflictClause", {})
    select = statement.tree.get("selectStmt", {}).get("SelectStmt", {})
    if conflict.get("action") != "ONCONFLICT_UPDATE" or "whereClause" in conflict or "fromClause" in select:
        return
    insert = next((action for action in statement.actions if action.detail == "do update"), None)
    if insert is not None:
        message = f'Run again later, this sets the rows of "{insert.relation}" back to what the file says.'
        yield context.finding(message, "Write ON CONFLICT DO NOTHING where users may change the rows.", insert)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """DO NOTHING."""
    return left_alone(context)
