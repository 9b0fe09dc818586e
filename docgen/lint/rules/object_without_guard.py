"""An object is created without a guard.

## What happens

`CREATE SERVER`, `CREATE STATISTICS`, `CREATE COLLATION`, `CREATE RULE`, `CREATE EVENT TRIGGER`, `CREATE CAST` and the
other rarer kinds raise 42710 (duplicate_object) when the object is there; operators raise 42723, text search
objects 23505 (unique_violation).

## Instead

Use `IF NOT EXISTS` where the statement has it (server, user mapping, statistics, collation), `OR REPLACE` for rules,
else drop it with `IF EXISTS` first or catch the error in a `DO` block.

```sql setup
CREATE TABLE invoices (id bigint, customer bigint);
```

```sql bad
CREATE STATISTICS invoices_stats ON id, customer FROM invoices;
```

```sql fixed
CREATE STATISTICS IF NOT EXISTS invoices_stats ON id, customer FROM invoices;
```

```sql bad
CREATE RULE keep AS ON DELETE TO invoices DO INSTEAD NOTHING;
```

```sql fixed
CREATE OR REPLACE RULE keep AS ON DELETE TO invoices DO INSTEAD NOTHING;
```

```sql bad
CREATE COLLATION plain (locale = 'C');
```

```sql fixed
CREATE COLLATION IF NOT EXISTS plain (locale = 'C');
```

```sql good
CREATE STATISTICS IF NOT EXISTS invoices_stats ON id, customer FROM invoices;
```

```sql good
CREATE OR REPLACE RULE keep AS ON DELETE TO invoices DO INSTEAD NOTHING;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.catching import caught, caught_creation
from docgen.lint.fixes.dropping import dropped_before
from docgen.lint.fixes.words import if_not_exists, or_replace
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "event trigger"),
    ("create", "rule"),
    ("create", "foreign data wrapper"),
    ("create", "server"),
    ("create", "user mapping"),
    ("create", "statistics"),
    ("create", "collation"),
    ("create", "conversion"),
    ("create", "cast"),
    ("create", "access method"),
    ("create", "language"),
    ("create", "transform"),
    ("create", "operator"),
    ("create", "operator class"),
    ("create", "operator family"),
    ("create", "tablespace"),
    ("create", "database"),
    ("create", "prepared statement"),
    ("create", "text search configuration"),
    ("create", "text search dictionary"),
    ("create", "text search parser"),
    ("create", "text search template"),
    ("add", "extension member"),
    ("add", "operator family member"),
    ("add", "option"),
    ("add", "text search mapping"),
)
EFFECT = "raises"
REMEDY = "Use IF NOT EXISTS or OR REPLACE where the statement has it, else DROP ... IF EXISTS above or a DO block."


_IF_NOT_EXISTS = {"server", "user mapping", "statistics", "collation"}
_OR_REPLACE = {"rule", "language", "transform"}
_NO_BLOCK = {"tablespace", "database", "prepared statement"}  # they refuse to run in one, or live with the session


def fix(action: Action | None, context: Context) -> Fix | None:
    """The statement's own guard where it has one, else DROP in front or a block that catches the error."""
    if action is None or action.kind in _NO_BLOCK:
        return None
    if action.kind in _IF_NOT_EXISTS:
        return if_not_exists(action, context, *action.kind.split())
    if action.kind in _OR_REPLACE:
        return or_replace(action, context)
    if action.kind == "event trigger":
        return dropped_before(action, context)
    return caught_creation(action, context) if action.verb == "create" else caught(context)
