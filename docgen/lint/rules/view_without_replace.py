"""A view is created without `OR REPLACE`.

## What happens

`CREATE VIEW` and `CREATE MATERIALIZED VIEW` raise 42P07 (duplicate_table) when the view is there.

## Instead

Write `CREATE OR REPLACE VIEW`; when columns go or change their type, drop the view with `IF EXISTS` first. A
materialized view has `IF NOT EXISTS`, which keeps the old query.

```sql setup
CREATE TABLE invoices (id bigint, paid boolean);
```

```sql bad
CREATE VIEW open_invoices AS SELECT id FROM invoices WHERE NOT paid;
```

```sql fixed
CREATE OR REPLACE VIEW open_invoices AS SELECT id FROM invoices WHERE NOT paid;
```

```sql bad
CREATE MATERIALIZED VIEW invoice_count AS SELECT count(*) AS n FROM invoices;
```

```sql fixed
CREATE MATERIALIZED VIEW IF NOT EXISTS invoice_count AS SELECT count(*) AS n FROM invoices;
```

```sql good
CREATE OR REPLACE VIEW open_invoices AS SELECT id FROM invoices WHERE NOT paid;
```

```sql good
DROP VIEW IF EXISTS open_invoices;
CREATE VIEW open_invoices AS SELECT id FROM invoices WHERE NOT paid;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import if_not_exists, or_replace
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "view"),
    ("create", "materialized view"),
)
EFFECT = "raises"
REMEDY = "Write CREATE OR REPLACE VIEW (CREATE MATERIALIZED VIEW IF NOT EXISTS), or drop it with IF EXISTS above."


def fix(action: Action | None, context: Context) -> Fix | None:
    """OR REPLACE, IF NOT EXISTS for a materialized view."""
    if action is None:
        return None
    if action.kind == "materialized view":
        return if_not_exists(action, context, "materialized", "view")
    return or_replace(action, context)
