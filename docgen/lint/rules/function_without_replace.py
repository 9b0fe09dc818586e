"""A function is created without `OR REPLACE`.

## What happens

`CREATE FUNCTION`, `CREATE PROCEDURE` and `CREATE AGGREGATE` raise 42723 (duplicate_function) when one with the same
argument types is there.

## Instead

Write `CREATE OR REPLACE`. It cannot change the result type or the names of arguments: drop the old one with
`IF EXISTS` first.

```sql bad
CREATE FUNCTION vat(total numeric) RETURNS numeric LANGUAGE sql AS 'SELECT total * 0.19';
```

```sql fixed
CREATE OR REPLACE FUNCTION vat(total numeric) RETURNS numeric LANGUAGE sql AS 'SELECT total * 0.19';
```

```sql good
CREATE OR REPLACE FUNCTION vat(total numeric) RETURNS numeric LANGUAGE sql AS 'SELECT total * 0.19';
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import or_replace
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "function"),
    ("create", "procedure"),
    ("create", "aggregate"),
)
EFFECT = "raises"
REMEDY = "Write CREATE OR REPLACE."


def fix(action: Action | None, context: Context) -> Fix | None:
    """OR REPLACE."""
    return or_replace(action, context) if action else None
