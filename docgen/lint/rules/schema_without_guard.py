"""A schema is created without `IF NOT EXISTS`.

## What happens

`CREATE SCHEMA` raises 42P06 (duplicate_schema) when the schema is there.

## Instead

Write `CREATE SCHEMA IF NOT EXISTS`. The owner of a schema that is there stays as it is.

```sql bad
CREATE SCHEMA billing;
```

```sql fixed
CREATE SCHEMA IF NOT EXISTS billing;
```

```sql good
CREATE SCHEMA IF NOT EXISTS billing;
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free, if_not_exists, made_here
from docgen.model.finding import Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (("create", "schema"),)
EFFECT = "raises"
REMEDY = "Write CREATE SCHEMA IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS; a look before where the schema's objects are written with it."""
    if action is None or context.statement is None:
        return None
    if not context.statement.tree.get("schemaElts"):
        return if_not_exists(action, context, "schema")
    source = Source(context)
    around = block.when(source, f"NOT {lookup.part(action, action.name)}")
    if around is None or source.templated or not free(action, context):
        return None
    edits = block.edits(source, around)
    return Fix(title="Look it up in pg_namespace", edits=edits, safe=made_here(action, context))
