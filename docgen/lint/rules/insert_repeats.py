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

```sql bad
DELETE FROM notes WHERE note = 'old';
INSERT INTO notes (note) VALUES ('new');
```

```sql fixed
DELETE FROM notes WHERE note = 'old';
INSERT INTO notes (note) SELECT 'new' WHERE NOT EXISTS (SELECT FROM notes WHERE note = 'new');
```

```sql good
INSERT INTO notes (note) VALUES ('trial');
DELETE FROM notes WHERE note = 'trial';
```

```sql good
INSERT INTO notes (note) SELECT 'hello' WHERE NOT EXISTS (SELECT FROM notes WHERE note = 'hello');
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.inserting import on_conflict, where_not_exists
from docgen.lint.keys import Key, relation_key
from docgen.lint.reads import constants_in
from docgen.lint.seeds import inserted_rows
from docgen.lint.selected import meets
from docgen.model.finding import Finding, Fix
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import walk

FAMILY = "data"
SEVERITY = "warning"
ACTIONS = (("insert", "row"),)
REMEDY = "Write ON CONFLICT (key) DO NOTHING on a natural key, or WHERE NOT EXISTS."


def check_action(action: Action, context: Context) -> Iterator[Finding]:
    """An INSERT without a guard whose key the files do not tell, or that has none."""
    statement = context.statement
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    if context.raises or action.guarded or statement is None or table in context.again.fresh:
        return
    if _taken_out(statement, action, table, context):
        return
    if context.again.present(table) is False or _looks_before(statement.tree.get("selectStmt")):
        return
    message = f'The second run inserts the rows into "{action.relation}" again, or fails where a key stands against it.'
    yield context.finding(message, REMEDY, action)


def _taken_out(statement: Statement, action: Action, table: Key, context: Context) -> bool:
    """Whether the file deletes every row of the statement: above it, or below it once more."""
    rows = inserted_rows(statement.node.get("InsertStmt", {}))
    deleted = context.again.deleted.get(table, set())
    if deleted and all(deleted & {str(value) for item in row for value in constants_in(item)} for row in rows):
        return True
    below = [one for one in context.deletes if one.start > statement.start and _empties(one, table, context)]
    wheres: list[Node] = [one.tree.get("whereClause", {}) for one in below]
    if {} in wheres:
        return True
    return bool(wheres and rows) and all(any(meets(where, action.columns, row) for where in wheres) for row in rows)


def _empties(delete: Statement, table: Key, context: Context) -> bool:
    path = context.again.path
    return any(relation_key(one.relation_schema, one.relation, path) == table for one in delete.actions)


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
