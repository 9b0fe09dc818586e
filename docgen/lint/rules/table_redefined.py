"""A table that is there already is created again with another structure under `IF NOT EXISTS`.

## What happens

`CREATE TABLE IF NOT EXISTS` compares nothing but the name: the table keeps the columns, defaults and constraints that
earlier migrations gave it. The statement says "success"; the next one that uses a new column fails with 42703
(undefined_column).

## Instead

Add what is new with `ALTER TABLE ... ADD COLUMN IF NOT EXISTS`, or give the new table another name.

There is no fix: whether the table is to get the new columns, and what their rows hold, only you know.

```sql setup
CREATE TABLE service_packages (id bigint PRIMARY KEY, name text);
```

```sql bad
CREATE TABLE IF NOT EXISTS service_packages (id bigint PRIMARY KEY, code text NOT NULL);
```

```sql bad
CREATE TABLE IF NOT EXISTS service_packages (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'new', CHECK (id > 0));
```

```sql good
ALTER TABLE service_packages ADD COLUMN IF NOT EXISTS code text;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, label
from docgen.lint.reads import same_type
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "chain"
SEVERITY = "error"
STATEMENTS = ("CreateStmt",)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded CREATE TABLE whose columns, defaults or constraints are not those that the table has by now."""
    table = statement.actions[0] if statement.node_kind == "CreateStmt" and statement.actions else None
    if table is None or not table.guarded or statement.conditions:
        return
    key = key_of(table, context.world.path)
    fact = context.world.fact(key)
    if fact is None or not fact.present or fact.action is None or fact.action.kind != "table":
        return
    parts = context.world.parts(key, "column")
    there = {part.action.name: part.action.detail for part in parts if part.action is not None and part.action.detail}
    here = {action.name: action.detail for action in statement.actions if action.kind == "column"}
    if not there or not here:
        return
    new = [f"{name} {kind}" for name, kind in here.items() if name not in there]
    changed = [
        f"{name} is {kind} here and {there[name]} there"
        for name, kind in here.items()
        if name in there and not same_type(kind, there[name])
    ]
    # What the second is silent about may be meant to be left as it is.
    others = [one for one in context.definitions.tables.differences(key, statement.text) if one.wanted]
    if not new and not changed and not others:
        return
    new += [one.second for one in others if not one.part]
    changed += [f"{one.part} has {one.second} here and {one.first} there" for one in others if one.part]
    gone = [name for name in there if name not in here]
    differences = (
        [f"only here: {', '.join(new)}"] * bool(new) + changed + [f"only there: {', '.join(gone)}"] * bool(gone)
    )
    where = f"{fact.file}:{fact.line}" if fact.file != context.migration.path else f"line {fact.line}"
    message = (
        f'Table "{label(table)}" is already created by {where} with another structure, '
        f"and IF NOT EXISTS keeps it as it is ({'; '.join(differences)})."
    )
    remedy = "Write ALTER TABLE for what is new (ADD COLUMN IF NOT EXISTS ...), or give this table another name."
    yield context.finding(message, remedy, table)
