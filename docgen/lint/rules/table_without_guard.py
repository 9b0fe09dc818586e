"""A table is created without `IF NOT EXISTS`.

## What happens

`CREATE TABLE`, `CREATE TABLE AS`, `CREATE FOREIGN TABLE` and `SELECT INTO` raise 42P07 (duplicate_table) when the
table is there, and the rest of the file is not run.

## Instead

Write `CREATE TABLE IF NOT EXISTS`. It compares nothing: a table of that name with other columns is kept as it is.
`SELECT INTO` has no such form; write `CREATE TABLE IF NOT EXISTS ... AS`. Nor has `IMPORT FOREIGN SCHEMA`: catch
`duplicate_table` in a block, or name in `EXCEPT` what is there.

```sql bad
CREATE TABLE invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
```

```sql fixed
CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
```

```sql bad
CREATE TABLE old_invoices AS SELECT 1 AS id;
```

```sql fixed
CREATE TABLE IF NOT EXISTS old_invoices AS SELECT 1 AS id;
```

```sql bad
SELECT 1 AS id INTO first_invoices;
```

```sql fixed
CREATE TABLE IF NOT EXISTS first_invoices AS SELECT 1 AS id;
```

```sql good
CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY, total numeric NOT NULL);
```

```sql good
DROP TABLE IF EXISTS staging;
CREATE TABLE staging (id bigint);
```
"""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.catching import caught
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free, if_not_exists, made_here
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action

FAMILY = "rerun"
SEVERITY = "error"
ACTIONS = (
    ("create", "table"),
    ("create", "foreign table"),
    ("import", "foreign schema"),
)
EFFECT = "raises"
REMEDY = "Write CREATE TABLE IF NOT EXISTS."


def fix(action: Action | None, context: Context) -> Fix | None:
    """IF NOT EXISTS; CREATE TABLE AS for SELECT INTO; a temporary table is dropped before, an import caught."""
    statement = context.statement
    if action is None or statement is None:
        return None
    if action.verb == "import":
        return caught(context)
    if statement.kind == "SELECT INTO":
        return _create_as(action, context)
    if action.detail.startswith("temporary"):
        return _drop_before(action, context)
    return if_not_exists(action, context, "?foreign", "table")


def _create_as(action: Action, context: Context) -> Fix | None:
    source = Source(context)
    into = source.find("into")
    if into is None or not source.matches(0, "select", "with") or not free(action, context):
        return None
    first = source.behind("?temporary|temp|unlogged", "?table", at=into + 1)
    if first is None or first >= len(source.tokens):
        return None
    name, behind = source.name(first)
    kind = source.tokens[into + 1].word.upper() if source.matches(into + 1, "temporary", "temp", "unlogged") else ""
    words = " ".join(part for part in ("CREATE", kind, "TABLE IF NOT EXISTS") if part)
    start, cut = source.statement.start, source.tokens[into].start
    end = source.tokens[behind].start if behind < len(source.tokens) else source.tokens[behind - 1].end
    if source.text[source.tokens[behind - 1].end : end].strip():
        end = source.tokens[behind - 1].end
    if behind == len(source.tokens):
        cut = source.tokens[into - 1].end
    edits = (
        Edit(start=start, end=start, text=f"{source.words(words)} {name} {source.words('AS')} "),
        Edit(start=cut, end=end, text=""),
    )
    return Fix(title="Write CREATE TABLE IF NOT EXISTS ... AS", edits=edits, safe=made_here(action, context))


def _drop_before(action: Action, context: Context) -> Fix | None:
    source = Source(context)
    at = source.behind("create", "?local|global", "temporary|temp", "table")
    if at is None or context.inside or source.templated or not free(action, context):
        return None
    name = source.name(at)[0].rpartition(".")[2]
    start = source.statement.start
    text = f"{source.words('DROP TABLE IF EXISTS')} pg_temp.{name}{source.separator}{source.indent}"
    edits = (Edit(start=start, end=start, text=text),)
    return Fix(title="Drop it before: a session may hold it still", edits=edits, safe=made_here(action, context))
