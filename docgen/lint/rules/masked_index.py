"""`CREATE INDEX IF NOT EXISTS` over an index of another table or other columns.

## What happens

The names of indexes are unique in their schema, and `IF NOT EXISTS` looks at the name only: where an index of that
name is on another table, or on other columns, or is not unique, the statement says "success" and makes none.

## Instead

Give the index a name of its own (table and columns), or drop the old one with `IF EXISTS` above.

There is no fix: which of the two indexes the name belongs to only you know.

```sql setup
CREATE TABLE invoices (id bigint, customer bigint);
CREATE TABLE orders (id bigint, customer bigint);
CREATE INDEX customer_idx ON orders (customer);
```

```sql bad
CREATE INDEX IF NOT EXISTS customer_idx ON invoices (customer);
```

```sql bad
CREATE UNIQUE INDEX IF NOT EXISTS customer_idx ON orders (customer);
```

```sql good
CREATE INDEX IF NOT EXISTS invoices_customer_idx ON invoices (customer);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "mask"
SEVERITY = "error"
STATEMENTS = ("IndexStmt",)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded CREATE INDEX whose name another relation, or another index, has by now."""
    index = statement.actions[0] if statement.node_kind == "IndexStmt" and statement.actions else None
    if index is None or not index.guarded or statement.conditions:
        return
    key = key_of(index, context.world.path)
    fact = context.world.fact(key)
    if fact is None or not fact.present or fact.action is None:
        return
    difference = _difference(index, fact.action)
    if not difference and fact.action.kind == "index" and context.definitions.differ(key, statement):
        difference = "otherwise defined"
    if difference:
        message = (
            f'The name "{index.name}" is taken by {context.where(fact)}, {difference}: '
            "IF NOT EXISTS passes over this index, and it is never made."
        )
        yield context.finding(message, "Give the index another name, or drop the old one with IF EXISTS.", index)


def _difference(index: Action, there: Action) -> str:
    if there.kind not in ("index", "constraint") or there.verb not in ("create", "add"):
        return "" if there.verb in ("rename", "set schema", "attach") else f"which is a {there.kind}"
    if there.relation != index.relation:
        return f'on "{there.relation}"'
    if there.columns != index.columns:
        return f"on ({', '.join(column or '...' for column in there.columns)})"
    return "which is not unique" if index.detail == "unique" and there.detail not in ("unique", "primary key") else ""
