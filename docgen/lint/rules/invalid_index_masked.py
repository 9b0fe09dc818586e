"""`CREATE INDEX CONCURRENTLY IF NOT EXISTS` passes over an index that failed to build.

## What happens

When `CREATE INDEX CONCURRENTLY` fails or is cancelled, an invalid index of that name stays. The next run says "already
exists, skipping": success, with an index that no query uses and, for a unique one, that forbids nothing.

## Instead

Drop an invalid index of that name above, then create it. Both without a transaction.

There is no fix: dropping an index while others work needs your eyes.

```sql setup
CREATE TABLE invoices (id bigint);
INSERT INTO invoices VALUES (1), (1);
CREATE UNIQUE INDEX CONCURRENTLY invoices_id ON invoices (id);
```

```sql bad
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS invoices_id ON invoices (id);
```

```sql good
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_index WHERE indexrelid = to_regclass('public.invoices_number') AND NOT indisvalid
  ) THEN
    DROP INDEX public.invoices_number;
  END IF;
END $$;
CREATE INDEX CONCURRENTLY IF NOT EXISTS invoices_number ON invoices (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import Key, key_of
from docgen.model.finding import Finding
from docgen.sql.tree import walk

FAMILY = "mask"
SEVERITY = "info"
STATEMENTS = ("IndexStmt",)
REMEDY = "Drop an invalid index of that name above: look for NOT indisvalid in pg_index."


def check_file(context: Context) -> Iterator[Finding]:
    """A guarded CREATE INDEX CONCURRENTLY without a DROP of the same index above."""
    dropped: set[Key] = set()
    for outer in context.statements:
        for statement in (outer, *outer.inner):
            for action in statement.actions:
                if action.kind != "index":
                    continue
                key = key_of(action, context.world.path)
                if action.verb == "drop":
                    dropped.add(key)
                elif action.concurrently and action.guarded and key not in dropped and not _drops_invalid(context):
                    message = f'An index "{action.name}" that failed to build counts as being there.'
                    yield context.finding(message, REMEDY, action, statement=statement)


def _drops_invalid(context: Context) -> bool:
    """Whether a DO block with dynamic SQL looks for invalid indexes."""
    blocks = (statement for statement in context.statements if statement.node_kind == "DoStmt")
    return any("indisvalid" in fields.get("sval", "") for block in blocks for _, fields in walk(block.node))
