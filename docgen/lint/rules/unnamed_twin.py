"""A constraint or index without a name that the table has already.

## What happens

PostgreSQL finds another name for the second one, `invoices_id_key1`: nothing fails, every row is checked twice, and
each unique constraint or index is kept up to date once more, on every database that the chain makes.

## Instead

Remove the second one. Where it has run, drop its copy with `IF EXISTS` in a new migration.

There is no fix: where the file has run, only a new migration takes the copy away.

```sql setup
CREATE TABLE invoices (id bigint UNIQUE, total numeric);
ALTER TABLE invoices ADD CHECK (total >= 0);
CREATE INDEX ON invoices (total);
```

```sql bad
ALTER TABLE invoices ADD UNIQUE (id);
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS paid boolean;
ALTER TABLE invoices ADD CHECK (total >= 0);
```

```sql bad
CREATE INDEX ON invoices (total);
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_id_key;
ALTER TABLE invoices ADD CONSTRAINT invoices_id_key UNIQUE (id);
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_id_key, ADD UNIQUE (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.facts import Fact
from docgen.lint.keys import key_of, relation_key
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "chain"
SEVERITY = "warning"
STATEMENTS = ("AlterTableStmt add", "IndexStmt")
REMEDY = "Remove it here; where it has run, drop its copy with IF EXISTS."
_OTHERS = ("primary key", "not null")  # a table has but one, and PostgreSQL makes no second one


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """An unnamed constraint or index that says what one of the table says by now."""
    for action in statement.actions if not statement.conditions else ():
        if action.name or action.inline or action.verb not in ("add", "create"):
            continue
        fact = _index(statement, action, context) if action.kind == "index" else _constraint(statement, action, context)
        if fact is not None:
            message = (
                f'"{action.relation}" has this {action.kind} already from {context.where(fact)}: '
                "PostgreSQL makes a second one under another name."
            )
            yield context.finding(message, REMEDY, action)


def _index(statement: Statement, action: Action, context: Context) -> Fact | None:
    key = key_of(action, context.world.path)
    fact = context.world.fact(key)
    there = fact is not None and fact.present and fact.action is not None and fact.action.kind == "index"
    return fact if there and context.definitions.differ(key, statement) is False else None


def _constraint(statement: Statement, action: Action, context: Context) -> Fact | None:
    if action.kind != "constraint" or action.detail in _OTHERS:
        return None
    table = relation_key(action.relation_schema, action.relation, context.world.path)
    for fact in context.world.after_drops(statement).parts(table, "constraint"):
        made = fact.action
        if made is not None and (made.detail, made.columns, made.target) == (
            action.detail,
            action.columns,
            action.target,
        ):
            return fact if context.definitions.tables.structure(table).holds(action, statement.text) else None
    return None
