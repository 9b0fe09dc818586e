"""Rows are inserted again by every run.

## What happens

The table generates the key (serial, identity, `gen_random_uuid()`), or has none, or the rows come out of a query that
may give any or none: nothing stops the second run from adding them once more. Where a key stands against it the run
fails with 23505 (unique_violation).

## Instead

Give the natural key a unique constraint and write `ON CONFLICT (key) DO NOTHING`, or `WHERE NOT EXISTS (...)`.

```sql setup
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
```

```sql bad
INSERT INTO notes (note) VALUES ('hello');
```

```sql fixed
INSERT INTO notes (note) SELECT 'hello' WHERE NOT EXISTS (SELECT FROM notes WHERE note = 'hello');
```

```sql good
INSERT INTO notes (note) SELECT 'hello' WHERE NOT EXISTS (SELECT FROM notes WHERE note = 'hello');
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.inserting import on_conflict, where_not_exists
from docgen.lint.keys import relation_key
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action
from docgen.sql.tree import walk

FAMILY = "data"
SEVERITY = "warning"
ACTIONS = (("insert", "row"),)
REMEDY = "Write ON CONFLICT (key) DO NOTHING on a natural key, or WHERE NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An INSERT without a guard whose key the files do not tell, or that has none."""
    statement = context.statement
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    if (
        context.raises
        or action.guarded
        or statement is None
        or {table} & (context.again.fresh | context.again.deleted.keys())
    ):
        return
    if context.again.present(table) is False or _looks_before(statement.tree.get("selectStmt")):
        return
    message = f'The second run inserts the rows into "{action.relation}" again, or fails where a key stands against it.'
    yield context.finding(message, REMEDY, action)


def _looks_before(select: object) -> bool:
    """Whether the query itself leaves out what is there: NOT EXISTS, NOT IN, an outer join."""
    for kind, fields in walk(select):
        if kind == "SubLink" and fields.get("subLinkType") in ("EXISTS_SUBLINK", "ANY_SUBLINK"):
            return True
        if kind == "JoinExpr" and fields.get("jointype") == "JOIN_LEFT":
            return True
    return False


def fix(action: Action | None, context: Context) -> Fix | None:
    """ON CONFLICT DO NOTHING where the rows fill a key, else WHERE NOT EXISTS: both judge which rows are the same."""
    return on_conflict(action, context, safe=False) or where_not_exists(action, context) if action else None
