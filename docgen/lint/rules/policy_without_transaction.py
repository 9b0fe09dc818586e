"""A policy is dropped and created again outside a transaction.

## What happens

Between `DROP POLICY` and `CREATE POLICY` the table has no such policy, and when the second one fails it stays so: with
row level security the rows are closed to everyone, and what a restrictive policy forbade is allowed.

## Instead

Put both into one transaction. `ALTER POLICY` changes the roles and the expressions without a gap. The
fix puts both, and the policies between them, into one `DO` block, which is one statement whatever the tool does.

```sql setup
CREATE TABLE invoices (owner text);
CREATE POLICY own ON invoices USING (owner = current_user);
```

```sql bad
DROP POLICY IF EXISTS own ON invoices;
CREATE POLICY own ON invoices USING (owner = session_user);
```

```sql fixed
DO $$
BEGIN
  DROP POLICY IF EXISTS own ON invoices;
  CREATE POLICY own ON invoices USING (owner = session_user);
END $$;
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
from docgen.lint.fixes.transacting import together
from docgen.lint.keys import Key, key_of
from docgen.model.finding import Finding
from docgen.sql.statement import Action

FAMILY = "transaction"
SEVERITY = "warning"
STATEMENTS = ("CreatePolicyStmt",)


def check_file(context: Context) -> Iterator[Finding]:
    """A CREATE POLICY behind its DROP where both run on their own."""
    dropped: dict[Key, int] = {}
    spans: list[tuple[int, int, Action]] = []
    for at, (statement, transaction) in enumerate(context.course.steps):
        if transaction:
            continue
        for action in statement.actions:
            if action.kind != "policy":
                continue
            key = key_of(action, context.world.path)
            if action.verb == "drop":
                dropped[key] = at
            elif action.verb == "create" and key in dropped:
                spans.append((dropped[key], at, action))
    for _, last, action in spans:
        message = (
            f'Policy "{action.name}" on "{action.relation}" is dropped and created again '
            "without a transaction: when this fails, the table stays without it."
        )
        start, end = _joined(last, spans)
        mend = together(context, [step.statement for step in context.course.steps[start : end + 1]])
        statement = context.course.steps[last].statement
        yield context.finding(message, "Put both between BEGIN and COMMIT.", action, statement=statement, fix=mend)


def _joined(at: int, spans: list[tuple[int, int, Action]]) -> tuple[int, int]:
    """The statements that belong together with the one at a place: spans that overlap are one."""
    start = end = at
    while True:
        meeting = [(first, last) for first, last, _ in spans if first <= end and last >= start]
        found = min(first for first, _ in meeting), max(last for _, last in meeting)
        if found == (start, end):
            return found
        start, end = found
