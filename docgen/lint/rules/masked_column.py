"""`ADD COLUMN IF NOT EXISTS` over a column with another type, default or nullability.

## What happens

`IF NOT EXISTS` looks at the name only: the column keeps the type, default and constraints that an earlier migration
gave it, and the statement says "success".

## Instead

Change the column with `ALTER COLUMN ... TYPE`, or give the new one another name.

The fix changes the column and is unsafe: it converts the rows that are there, and fails where one of them cannot be
converted, or is NULL.

```sql setup
CREATE TABLE invoices (id bigint, code integer);
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS code text;
```

```sql fixed
ALTER TABLE invoices ALTER COLUMN code TYPE text USING code::text;
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS code integer NOT NULL DEFAULT 7;
```

```sql fixed
ALTER TABLE invoices ALTER COLUMN code SET NOT NULL, ALTER COLUMN code SET DEFAULT 7;
```

```sql good
ALTER TABLE invoices ALTER COLUMN code TYPE text;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.changing import altered
from docgen.lint.keys import key_of, label, relation_key
from docgen.lint.reads import same_type
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "mask"
SEVERITY = "error"
STATEMENTS = ("AlterTableStmt add",)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded ADD COLUMN whose column exists by now with another type, without its default or its NOT NULL."""
    for action in statement.actions if statement.node_kind == "AlterTableStmt" else ():
        if action.verb != "add" or action.kind != "column" or not action.guarded or statement.conditions:
            continue
        fact = context.world.fact(key_of(action, context.world.path))
        if fact is None or not fact.present or fact.action is None or not fact.action.detail:
            continue
        there = fact.action.detail
        if fact.action.kind == "column" and not same_type(there, action.detail):
            message = (
                f'Column "{label(action)}" is already there as {there} ({context.where(fact)}): '
                f"IF NOT EXISTS passes over it, and it never becomes {action.detail}."
            )
            remedy = "Write ALTER COLUMN ... TYPE, or give the new column another name."
            yield context.finding(message, remedy, action, fix=altered(action, there, context))
        elif fact.action.kind == "column":
            yield from _otherwise(statement, action, context, context.where(fact))


def _otherwise(statement: Statement, action: Action, context: Context, where: str) -> Iterator[Finding]:
    """The default or NOT NULL that the column is wanted to have and does not get."""
    from docgen.sql.structure import Structure

    table = relation_key(action.relation_schema, action.relation, context.world.path)
    there = context.definitions.tables.structure(table)
    for one in there.of_column(Structure((statement.text,)), action.name):
        if one.wanted:
            message = (
                f'Column "{label(action)}" is already there with {one.first} ({where}): '
                f"IF NOT EXISTS passes over it, and it never gets {one.second}."
            )
            remedy = "Write ALTER COLUMN ... SET DEFAULT or SET NOT NULL."
            yield context.finding(message, remedy, action, fix=altered(action, action.detail, context))
