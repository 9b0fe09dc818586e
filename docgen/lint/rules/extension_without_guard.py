"""An extension is created without `IF NOT EXISTS`.

## What happens

`CREATE EXTENSION` raises 42710 (duplicate_object) when the extension is there.

## Instead

Write `CREATE EXTENSION IF NOT EXISTS`. It ignores `SCHEMA` and `VERSION` when the extension is there.

```sql bad
CREATE EXTENSION pg_trgm;
```

```sql fixed
CREATE EXTENSION IF NOT EXISTS pg_trgm;
```

```sql good
CREATE EXTENSION IF NOT EXISTS pg_trgm;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.words import if_not_exists
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "extension"),)
EFFECT = "raises"
REMEDY = "Write CREATE EXTENSION IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS."""
    return if_not_exists(action, context, "extension") if action else None
