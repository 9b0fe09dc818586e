"""Something is dropped without `IF EXISTS`.

## What happens

`DROP` and `DROP COLUMN`, `DROP CONSTRAINT`, `DROP ATTRIBUTE` raise when the object is gone: 42P01 for relations,
42703 for columns, 42704 for most others, 42883 for functions, 3F000 for schemas.

## Instead

Write `IF EXISTS`. In `ALTER TABLE` it belongs in each action: `DROP COLUMN IF EXISTS`.

```sql setup
CREATE TABLE invoices (id bigint, note text);
CREATE INDEX invoices_note ON invoices (note);
```

```sql bad
DROP INDEX invoices_note;
```

```sql fixed
DROP INDEX IF EXISTS invoices_note;
```

```sql bad
ALTER TABLE invoices DROP COLUMN note;
```

```sql fixed
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```

```sql good
DROP INDEX IF EXISTS invoices_note;
```

```sql good
ALTER TABLE invoices DROP COLUMN IF EXISTS note;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.catching import caught
from docgen.lint.fixes.words import drop_if_exists
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("drop", "table"),
    ("drop", "foreign table"),
    ("drop", "view"),
    ("drop", "materialized view"),
    ("drop", "sequence"),
    ("drop", "index"),
    ("drop", "column"),
    ("drop", "attribute"),
    ("drop", "constraint"),
    ("drop", "domain constraint"),
    ("drop", "type"),
    ("drop", "domain"),
    ("drop", "function"),
    ("drop", "procedure"),
    ("drop", "aggregate"),
    ("drop", "routine"),
    ("drop", "trigger"),
    ("drop", "policy"),
    ("drop", "rule"),
    ("drop", "schema"),
    ("drop", "extension"),
    ("drop", "role"),
    ("drop", "publication"),
    ("drop", "subscription"),
    ("drop", "event trigger"),
    ("drop", "foreign data wrapper"),
    ("drop", "server"),
    ("drop", "user mapping"),
    ("drop", "statistics"),
    ("drop", "collation"),
    ("drop", "conversion"),
    ("drop", "cast"),
    ("drop", "access method"),
    ("drop", "language"),
    ("drop", "transform"),
    ("drop", "operator"),
    ("drop", "operator class"),
    ("drop", "operator family"),
    ("drop", "tablespace"),
    ("drop", "database"),
    ("drop", "text search configuration"),
    ("drop", "text search dictionary"),
    ("drop", "text search parser"),
    ("drop", "text search template"),
    ("drop", "extension member"),
    ("drop", "operator family member"),
    ("drop", "option"),
    ("drop", "text search mapping"),
)
EFFECT = "raises"
REMEDY = "Write IF EXISTS."


# The words between DROP and IF EXISTS, where they are not those of the kind.
_WORDS = {
    "column": ("drop", "?column"),
    "attribute": ("drop", "attribute"),
    "constraint": ("drop", "constraint"),
    "domain constraint": ("drop", "constraint"),
    "role": ("role|user|group",),
    "language": ("?procedural", "language"),
    "text search mapping": ("drop", "mapping"),
    "index": ("index", "?concurrently"),
}
_WITHOUT = {"extension member", "operator family member", "option"}


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF EXISTS; for what has none, the error is caught. What other objects rest on is left alone."""
    if action is None or context.outcome is None or context.outcome.sqlstate == "2BP01":
        return None
    if action.kind in _WITHOUT:
        return caught(context)
    return drop_if_exists(action, context, *_WORDS.get(action.kind, action.kind.split()))
