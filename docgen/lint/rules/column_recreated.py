"""A column is dropped and added again: run once more, the file destroys its values.

## What happens

`DROP COLUMN IF EXISTS` and `ADD COLUMN` can be repeated without an error, and each repetition throws away the values,
indexes, constraints and the comment of the column.

## Instead

Change the column: `ALTER COLUMN ... TYPE ... USING`, `SET DEFAULT`, `SET NOT NULL`. Where it must be new, drop the
old one only where it still has its old type, in a `DO` block.

There is no fix: how the values are to be converted only you know.

```sql setup
CREATE TABLE invoices (id bigint, code text);
INSERT INTO invoices VALUES (1, '7');
```

```sql bad
ALTER TABLE invoices DROP COLUMN IF EXISTS code;
ALTER TABLE invoices ADD COLUMN code integer;
```

```sql later
UPDATE invoices SET code = 8;
```

```sql good
ALTER TABLE invoices ALTER COLUMN code TYPE integer USING code::integer;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.facts import Fact
from docgen.lint.keys import key_of, label
from docgen.lint.reads import in_order
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "clobber"
SEVERITY = "warning"
STATEMENTS = ("AlterTableStmt add",)
REMEDY = "Change it with ALTER COLUMN, or drop it only while it has its old type, in a DO block."


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """An ADD COLUMN whose column this file has dropped above, or in the same ALTER TABLE."""
    if statement.node_kind != "AlterTableStmt" or statement.conditions:
        return
    here = set()
    for action in in_order(statement):
        if action.kind != "column" or action.inline:
            continue
        key = key_of(action, context.world.path)
        if action.verb == "drop":
            here.add(key)
        elif action.verb == "add" and action.name not in _generated(statement):
            fact = context.world.fact(key)
            if key in here or (fact and fact.file == context.migration.path and _dropped(fact)):
                message = (
                    f'This file drops column "{label(action)}" and adds it again: run once more, '
                    "it destroys the values that the column has by then."
                )
                yield context.finding(message, REMEDY, action)


def _dropped(fact: Fact) -> bool:
    return not fact.present and fact.action is not None and (fact.action.verb, fact.action.kind) == ("drop", "column")


def _generated(statement: Statement) -> set[str]:
    """The columns whose values PostgreSQL works out again by itself."""
    found = set()
    for item in statement.tree.get("cmds", ()):
        column = item.get("AlterTableCmd", {}).get("def", {}).get("ColumnDef", {})
        if any(one.get("Constraint", {}).get("contype") == "CONSTR_GENERATED" for one in column.get("constraints", ())):
            found.add(column.get("colname", ""))
    return found
