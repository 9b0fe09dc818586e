"""Two migrations create the same object.

## What happens

When the second one has no guard, the chain fails there on an empty database: 42710 or 42P07, 42701 for a column. When
it has one, it does nothing: the definition of the first migration stays, whatever the second one says.

## Instead

Remove the second one, or, when its definition shall win, drop the object with `IF EXISTS` first.

```sql setup
CREATE TABLE invoices (id bigint);
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql bad
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```

```sql good
ALTER TABLE invoices DROP CONSTRAINT IF EXISTS invoices_id;
ALTER TABLE invoices ADD CONSTRAINT invoices_id UNIQUE (id);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import key_of, object_name
from docgen.lint.reads import in_order
from docgen.lint.world import Fact
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "chain"
SEVERITY = "error"
_GUARDED_KINDS = ("constraint", "index", "column", "policy", "trigger")


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """What an earlier migration has made and none has dropped since, neither this one before this statement."""
    dropped = {key_of(action, context.world.path) for action in in_order(statement) if action.verb == "drop"}
    for action in statement.actions:
        if action.verb not in ("create", "add") or action.inline or action.replace or action.detail == "temporary":
            continue
        if action.kind in ("constraint", "index") and not action.name:
            continue
        key = key_of(action, context.world.path)
        fact = context.world.fact(key)
        if fact is None or not fact.present or fact.file in ("", context.migration.path) or key in dropped:
            continue
        guarded = action.guarded or bool(statement.conditions or statement.handlers)
        if not guarded:
            yield _fails(action, fact, context)
        elif action.kind in _GUARDED_KINDS and fact.action is not None and _differs(action, fact.action):
            yield _never_applies(action, fact, context)


def _differs(action: Action, earlier: Action) -> bool:
    same = (action.kind, action.detail, action.columns, action.target, action.relation)
    return action.kind == "constraint" or same != (
        earlier.kind,
        earlier.detail,
        earlier.columns,
        earlier.target,
        earlier.relation,
    )


def _fails(action: Action, fact: Fact, context: Context) -> Finding:
    message = (
        f"{_what(action)} is already created by {fact.file}:{fact.line}: on an empty database the chain fails here."
    )
    remedy = "Remove it here, or drop it with IF EXISTS above when this definition shall win."
    return context.finding(message, remedy, action)


def _never_applies(action: Action, fact: Fact, context: Context) -> Finding:
    message = (
        f"{_what(action)} is already created by {fact.file}:{fact.line}: the guard here skips this one, "
        "so its definition never applies."
    )
    remedy = "Remove it here, or drop it with IF EXISTS above when this definition shall win."
    return context.finding(message, remedy, action, severity="warning")


def _what(action: Action) -> str:
    on = f' on "{action.relation}"' if action.relation else ""
    return f'{action.kind.capitalize()} "{object_name(action)}"{on}'
