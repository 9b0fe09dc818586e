"""A function is called that fails on its second call, or changes something each time.

## What happens

`nextval` takes a number from the sequence on every run, and nothing gives it back. `lo_create(4242)` raises 23505
(unique_violation) when there is a large object of that number, `pg_create_physical_replication_slot` 42710
(duplicate_object).

## Instead

Look before in the catalog: `SELECT ... WHERE NOT EXISTS (SELECT FROM pg_replication_slots ...)`.

There is no fix: what tells that the call has been made depends on the function.

```sql setup
CREATE SEQUENCE invoice_number;
```

```sql bad
SELECT nextval('invoice_number');
```

```sql bad
SELECT lo_create(4242);
```

```sql good
SELECT lo_create(4242) WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = 4242);
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.reads import is_constant
from docgen.model.finding import Finding
from docgen.sql.statement import Statement
from docgen.sql.tree import strings

FAMILY = "data"
SEVERITY = "warning"
STATEMENTS = ("SelectStmt",)
# What the second call with the same constants raises.
_RAISES = {
    "lo_create": "23505",
    "lo_from_bytea": "23505",
    "pg_create_physical_replication_slot": "42710",
    "pg_create_logical_replication_slot": "42710",
}
_REPEATS = frozenset({"nextval"})


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A SELECT without condition of one of these functions."""
    if statement.node_kind != "SelectStmt" or "whereClause" in statement.tree or statement.conditions:
        return
    for item in statement.tree.get("targetList", ()):
        call = item.get("ResTarget", {}).get("val", {}).get("FuncCall", {})
        name = "".join(strings(call.get("funcname"))[-1:])
        if name in _REPEATS:
            yield context.finding(
                f"{name} takes one more number on every run.", "Leave it to the default of the column."
            )
        elif name in _RAISES and all(is_constant(argument) for argument in call.get("args", ())):
            state = _RAISES[name]
            message = f"On the second run this fails: {name} has made it already (SQLSTATE {state})."
            yield context.finding(message, "Look in the catalog before.", sqlstate=state, severity="error")
