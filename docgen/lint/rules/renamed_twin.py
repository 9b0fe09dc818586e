"""An index is made once more under the name that its file takes from it.

## What happens

`ADD CONSTRAINT ... USING INDEX` and `ALTER INDEX ... RENAME` give the index another name. On the second run
`IF NOT EXISTS` looks for the old one, does not find it, and builds the same index again; what renames it is passed over
then, or fails because the new name is taken. Two indexes that say the same stay, and every write maintains both.

## Instead

Look for the new name too, in a `DO` block. `CONCURRENTLY` cannot stand in one: give the index its last name at once,
then `IF NOT EXISTS` finds it.

```sql setup
CREATE TABLE jobs (name text, parent bigint);
```

```sql bad
CREATE UNIQUE INDEX IF NOT EXISTS jobs_name_idx ON jobs (name);
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'jobs_name' AND conrelid = 'jobs'::regclass) THEN
    ALTER TABLE jobs ADD CONSTRAINT jobs_name UNIQUE USING INDEX jobs_name_idx;
  END IF;
END $$;
```

```sql fixed
DO $$
BEGIN
  IF to_regclass('jobs_name') IS NULL THEN
    CREATE UNIQUE INDEX IF NOT EXISTS jobs_name_idx ON jobs (name);
  END IF;
END $$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'jobs_name' AND conrelid = 'jobs'::regclass) THEN
    ALTER TABLE jobs ADD CONSTRAINT jobs_name UNIQUE USING INDEX jobs_name_idx;
  END IF;
END $$;
```

```sql good
CREATE INDEX IF NOT EXISTS jobs_parent_new ON jobs (parent);
DROP INDEX IF EXISTS jobs_parent;
ALTER INDEX jobs_parent_new RENAME TO jobs_parent;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.source import Source
from docgen.lint.keys import key_of, relation_key
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action

FAMILY = "duplicate"
SEVERITY = "error"
STATEMENTS = ("IndexStmt", "DoStmt")
REMEDY = "Look for the name that it has by then too."


def check_file(context: Context) -> Iterator[Finding]:
    """An index that the second run makes and that is still there at its end, beside the one of the first run."""
    for statement in context.flat:
        for action in statement.actions:
            if (action.verb, action.kind) != ("create", "index"):
                continue
            other = _other_name(action, context)
            if other:
                context.statement = statement
                message = (
                    f'The second run makes index "{action.name}" again beside "{other}", which it is called by then.'
                )
                yield context.finding(message, REMEDY, action, fix=_fix(action, other, context))


def _other_name(action: Action, context: Context) -> str:
    """The name under which the same index is there already; "" where the second run does not make it again."""
    key = key_of(action, context.again.path)
    made = context.again.fact(key)
    if made is None or not made.present or made.action != action or context.world.present(key):
        return ""
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    for fact in context.again.parts(table, "relation"):
        there = fact.action
        if there is None or fact.file != context.migration.path or there.name == action.name:
            continue
        if there.target == action.name if there.kind == "constraint" else there.start == action.start:
            return there.name
    return ""


def _fix(action: Action, other: str, context: Context) -> Fix | None:
    source = Source(context)
    around = block.when(source, f"to_regclass({lookup.named(action.relation_schema, other)}) IS NULL")
    return Fix(title="Look for its new name too", edits=block.edits(source, around), safe=True) if around else None
