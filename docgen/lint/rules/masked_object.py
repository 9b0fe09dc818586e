"""`IF NOT EXISTS` over an object of another kind, or with other options.

## What happens

`IF NOT EXISTS` looks at the name only. A view of that name satisfies `CREATE TABLE IF NOT EXISTS`, a plain table
satisfies `CREATE TABLE IF NOT EXISTS ... PARTITION OF` and stays unattached, a sequence keeps its old increment, and an
extension stays in the schema and version that it has.

## Instead

Give it another name, or change what is there: `ALTER SEQUENCE`, `ALTER EXTENSION ... SET SCHEMA` and `... UPDATE`,
`ALTER TABLE ... ATTACH PARTITION`.

There is no fix: whether the other object is to be changed or this one renamed only you know.

```sql setup
CREATE TABLE invoices (id bigint);
CREATE VIEW totals AS SELECT id FROM invoices;
CREATE SEQUENCE invoice_number INCREMENT 1;
```

```sql bad
CREATE TABLE IF NOT EXISTS totals (id bigint);
```

```sql bad
CREATE SEQUENCE IF NOT EXISTS invoice_number INCREMENT 10;
```

```sql good
CREATE TABLE IF NOT EXISTS total_rows (id bigint);
```

```sql good
ALTER SEQUENCE IF EXISTS invoice_number INCREMENT 10;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, label
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "mask"
SEVERITY = "error"
STATEMENTS = ("CreateStmt", "CreateForeignTableStmt", "CreateTableAsStmt", "CreateSeqStmt", "CreateExtensionStmt")
_KINDS = ("table", "foreign table", "materialized view", "sequence", "extension")
_WITH_OPTIONS = ("sequence", "extension")


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded CREATE of what exists by now as something else."""
    made = statement.actions[0] if statement.actions else None
    if made is None or made.verb != "create" or not made.guarded or made.kind not in _KINDS or statement.conditions:
        return
    key = key_of(made, context.world.path)
    fact = context.world.fact(key)
    if fact is None or not fact.present or fact.action is None or made.detail.startswith("temporary"):
        return
    difference = _difference(made, fact.action)
    says_more = made.kind in _WITH_OPTIONS and bool(statement.tree.get("options"))
    if not difference and says_more and context.definitions.differ(key, statement):
        difference = "with other options"
    if difference:
        message = (
            f'{made.kind.capitalize()} "{label(made)}" is already there {difference} ({context.where(fact)}): '
            "IF NOT EXISTS passes over this one."
        )
        yield context.finding(message, "Give it another name, or ALTER what is there.", made)


def _difference(made: Action, there: Action) -> str:
    if there.verb != "create":
        return ""
    if there.kind != made.kind:
        return f"as a {there.kind}"
    return "and no partition" if made.detail == "partition" and there.detail != "partition" else ""
