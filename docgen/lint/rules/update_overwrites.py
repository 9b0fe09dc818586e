"""An `UPDATE` sets rows to a constant, whatever they hold.

## What happens

The second run right behind the first one changes nothing. Run later, it sets every row back that someone has changed
since.

## Instead

Name the old value in `WHERE`: `WHERE state IS NULL`, `WHERE state = 'draft'`. Where the file itself
adds the column, empty, and nothing has filled it, the fix asks for `IS NULL`: the first run does what it did. Elsewhere
there is none, for only you know which value is the old one.

```sql setup
CREATE TABLE invoices (id bigint);
INSERT INTO invoices VALUES (1), (2);
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS state text;
UPDATE invoices SET state = 'open';
```

```sql fixed
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS state text;
UPDATE invoices SET state = 'open' WHERE state IS NULL;
```

```sql later
UPDATE invoices SET state = 'paid' WHERE id = 2;
```

```sql good
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS state text;
UPDATE invoices SET state = 'open' WHERE state IS NULL;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.keeping import only_empty
from docgen.lint.keys import relation_key
from docgen.lint.reads import columns_of, is_constant
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement

FAMILY = "clobber"
SEVERITY = "info"
STATEMENTS = ("UpdateStmt",)


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """An UPDATE to constants whose WHERE does not look at what it sets."""
    if statement.node_kind != "UpdateStmt" or statement.conditions or context.missing is not None:
        return
    update = statement.actions[-1]
    table = relation_key(update.relation_schema, update.relation, context.again.path)
    targets = [item.get("ResTarget", {}) for item in statement.tree.get("targetList", ())]
    looked_at = columns_of(statement.tree.get("whereClause"))
    if table in context.again.fresh or any(target.get("name") in looked_at for target in targets):
        return
    if targets and all(is_constant(target.get("val", {})) for target in targets):
        columns = ", ".join(f'"{target.get("name")}"' for target in targets)
        message = f'Run again later, this sets {columns} of "{update.relation}" back, whatever the rows hold by then.'
        yield context.finding(message, "Name the old value in WHERE.", update)


def fix(_action: Action | None, context: Context) -> Fix | None:
    """IS NULL, where the file itself has added the column."""
    return only_empty(context)
