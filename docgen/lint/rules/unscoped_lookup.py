"""A guard looks up a constraint, trigger, policy or column by its name alone.

## What happens

Names of constraints, triggers, policies and columns are unique in their table only. Where another table has one of
that name, the guard takes it for this one: the block says "success" and adds nothing. The finding is an error where
the migrations show such a table, else it is for information.

## Instead

Look for the table too: `conrelid = 'public.orders'::regclass`, `tgrelid`, `polrelid`; `schemaname` and `tablename` in
`pg_policies`, `table_schema` and `table_name` in `information_schema`. The fix does so. It is
safe where the migrations show no other table with that name; else the first run adds what it has passed over so far.

```sql setup
CREATE TABLE invoices (id bigint, total numeric);
CREATE TABLE orders (id bigint, total numeric CONSTRAINT total_positive CHECK (total > 0));
```

```sql bad
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'total_positive') THEN
    ALTER TABLE invoices ADD CONSTRAINT total_positive CHECK (total > 0);
  END IF;
END $$;
```

```sql fixed
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'total_positive' AND conrelid = 'invoices'::regclass) THEN
    ALTER TABLE invoices ADD CONSTRAINT total_positive CHECK (total > 0);
  END IF;
END $$;
```

```sql good
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_constraint WHERE conname = 'total_positive' AND conrelid = 'public.invoices'::regclass
  ) THEN
    ALTER TABLE invoices ADD CONSTRAINT total_positive CHECK (total > 0);
  END IF;
END $$;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.narrowing import scoped
from docgen.lint.guards import Lookup, lookups
from docgen.lint.rule import GUARDED
from docgen.model.finding import Finding
from docgen.sql.statement import Action, Statement

FAMILY = "mask"
SEVERITY = "info"
STATEMENTS = (GUARDED,)
# Catalog: the column with the name, the column that says whose it is.
_SCOPES = {
    "pg_constraint": ("conname", "conrelid"),
    "pg_trigger": ("tgname", "tgrelid"),
    "pg_policy": ("polname", "polrelid"),
    "pg_policies": ("policyname", "tablename"),
    "pg_attribute": ("attname", "attrelid"),
    "table_constraints": ("constraint_name", "table_name"),
    "constraint_column_usage": ("constraint_name", "table_name"),
    "triggers": ("trigger_name", "event_object_table"),
    "columns": ("column_name", "table_name"),
}
_KINDS = frozenset({"constraint", "trigger", "policy", "column"})


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A guarded CREATE or ADD below a condition that names no table."""
    made = next((one for one in statement.actions if one.verb in ("create", "add") and one.kind in _KINDS), None)
    if made is None or made.inline:
        return
    lookup = _unscoped(statement)
    if lookup is None:
        return
    other = _other(made, context)
    name, scope = _SCOPES[lookup.catalog]
    clash = f': the one on "{other}" counts as this one' if other else ""
    message = f'The guard finds any {made.kind} "{made.name}", whatever its table{clash}.'
    # That view gives the table which a foreign key points to.
    elsewhere = lookup.catalog == "constraint_column_usage" and made.detail == "foreign key"
    mend = None if elsewhere else scoped(context, made, name, scope, lookup.columns, safe=not other)
    yield context.finding(message, f"Compare {scope} too.", made, severity="error" if other else None, fix=mend)


def _unscoped(statement: Statement) -> Lookup | None:
    """The first lookup above the statement that names no table."""
    for condition in statement.conditions:
        for lookup in lookups(condition):
            name, scope = _SCOPES.get(lookup.catalog, ("", ""))
            if name and name in lookup.columns and scope not in lookup.columns and not lookup.joined:
                return lookup
    return None


def _other(made: Action, context: Context) -> str:
    """Another table that has one of that name by now; "" where none is known."""
    for fact in context.world.named(made.name):
        there = fact.action if fact.present else None
        if there is not None and there.kind == made.kind and there.relation != made.relation:
            return there.relation
    return ""
