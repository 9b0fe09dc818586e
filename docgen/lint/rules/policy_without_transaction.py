"""A policy is dropped and created again outside a transaction.

## What happens

Between `DROP POLICY` and `CREATE POLICY` the table has no such policy, and when the second one fails it stays so: with
row level security the rows are closed to everyone, and what a restrictive policy forbade is allowed.

## Instead

Put both into one transaction. `ALTER POLICY` changes the roles and the expressions without a gap.

```sql setup
CREATE TABLE invoices (owner text);
CREATE POLICY own ON invoices USING (owner = current_user);
```

```sql bad
DROP POLICY IF EXISTS own ON invoices;
CREATE POLICY own ON invoices USING (owner = session_user);
```

```sql good
BEGIN;
DROP POLICY IF EXISTS own ON invoices;
CREATE POLICY own ON invoices USING (owner = session_user);
COMMIT;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import Key, key_of
from docgen.model.finding import Finding

FAMILY = "transaction"
SEVERITY = "warning"
STATEMENTS = ("CreatePolicyStmt",)


def check_file(context: Context) -> Iterator[Finding]:
    """A CREATE POLICY behind its DROP where both run on their own."""
    dropped: set[Key] = set()
    for statement, transaction in context.course.steps:
        if transaction:
            continue
        for action in statement.actions:
            if action.kind != "policy":
                continue
            key = key_of(action, context.world.path)
            if action.verb == "drop":
                dropped.add(key)
            elif action.verb == "create" and key in dropped:
                message = (
                    f'Policy "{action.name}" on "{action.relation}" is dropped and created again '
                    "without a transaction: when this fails, the table stays without it."
                )
                yield context.finding(message, "Put both between BEGIN and COMMIT.", action, statement=statement)
