"""A function is called that fails on its second call.

## What happens

What the function makes is there already: `lo_create(4242)` raises 23505 (unique_violation) when there is a large object
of that number, `vault.create_secret` when there is a secret of that name, `pg_create_physical_replication_slot` 42710
(duplicate_object).

## Instead

Look before in the catalog: `SELECT ... WHERE NOT EXISTS (SELECT FROM pg_replication_slots ...)`.

```sql setup
CREATE SCHEMA vault;
CREATE TABLE vault.secrets (secret text, name text UNIQUE);
CREATE FUNCTION vault.create_secret(secret text, name text) RETURNS void LANGUAGE sql
AS 'INSERT INTO vault.secrets VALUES (secret, name)';
```

```sql bad
SELECT lo_create(4242);
```

```sql fixed
SELECT lo_create(4242) WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = 4242);
```

```sql bad
SELECT vault.create_secret('s3cr3t', 'token');
```

```sql fixed
SELECT vault.create_secret('s3cr3t', 'token') WHERE NOT EXISTS (SELECT FROM vault.secrets WHERE name = 'token');
```

```sql good
SELECT lo_create(4242) WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = 4242);
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.lint.calls import Call, called
from docgen.lint.context import Context
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import insert
from docgen.lint.guards import caught
from docgen.lint.keys import relation_key
from docgen.lint.reads import is_constant
from docgen.model.finding import Finding, Fix
from docgen.sql.statement import Action, Statement
from docgen.sql.words import top_level_parts

FAMILY = "rerun"
SEVERITY = "error"
STATEMENTS = ("SelectStmt",)


class Made(NamedTuple):
    """What a function makes: where it is found by the value of one argument, and what a second call raises."""

    sqlstate: str
    schema: str
    relation: str
    column: str
    argument: int


_LARGE_OBJECT = Made("23505", "", "pg_largeobject_metadata", "oid", 0)
_SLOT = Made("42710", "", "pg_replication_slots", "slot_name", 0)
_MADE = {
    ("", "lo_create"): _LARGE_OBJECT,
    ("", "lo_from_bytea"): _LARGE_OBJECT,
    ("", "pg_create_physical_replication_slot"): _SLOT,
    ("", "pg_create_logical_replication_slot"): _SLOT,
    ("vault", "create_secret"): Made("23505", "vault", "secrets", "name", 1),
}
_PLAIN = frozenset({"targetList", "limitOption", "op"})  # what the parser gives of a SELECT without clauses


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A SELECT without condition of one of these functions, unless the file removes first what it makes."""
    for call in called(statement):
        made = _made_by(call)
        if made is None or caught(made.sqlstate, statement.handlers):
            continue
        table = relation_key(made.schema, made.relation, "pg_catalog")
        if table in context.again.fresh or table in context.again.deleted:
            continue
        message = f"On the second run this fails: {call.name} has made it already (SQLSTATE {made.sqlstate})."
        yield context.finding(message, "Look before whether it is there.", sqlstate=made.sqlstate)


def _made_by(call: Call) -> Made | None:
    """What the call makes; None where that is not known, or another thing each time."""
    made = _MADE.get((call.schema.removeprefix("pg_catalog"), call.name))
    if made is None or len(call.arguments) <= made.argument:
        return None
    value = call.arguments[made.argument]
    zero = value.get("A_Const", {}).get("ival") == {}  # lo_create(0) takes a free number
    null = value.get("A_Const", {}).get("isnull")
    return made if is_constant(value) and not zero and not null else None


def fix(_action: Action | None, context: Context) -> Fix | None:
    """The call is made only where a look finds nothing."""
    source = Source(context)
    calls = list(called(source.statement))
    made = _made_by(calls[0]) if len(calls) == 1 else None
    opening = next((token for token in source.tokens if token.word == "("), None)
    plain = source.matches(0, "select") and source.statement.tree.keys() <= _PLAIN
    if made is None or opening is None or not plain:
        return None
    parts = top_level_parts(source.text, opening.end, source.statement.end)
    value = source.text[slice(*parts[made.argument])]
    relation = f"{made.schema}.{made.relation}" if made.schema else made.relation
    look = f"{source.words('SELECT FROM')} {relation} {source.words('WHERE')} {made.column} = {value}"
    text = f"{source.words('WHERE NOT EXISTS')} ({look})"
    return insert(source, len(source.tokens), text, "Look before whether it is there", safe=True)
