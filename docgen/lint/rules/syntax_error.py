"""A statement that PostgreSQL cannot parse.

## What happens

The statement raises 42601 (syntax_error) on its first run. docgen reads with PostgreSQL's own grammar, of version 18.
A `DO` block whose body cannot be read fails whole. Text that only a template or psql makes into SQL is reported as a
warning: docgen cannot judge it.

## Instead

Mend the statement; the message holds PostgreSQL's own words.

There is no fix: what was meant cannot be told from what PostgreSQL cannot read.

```sql bad
CREATE TABLE invoices (id bigint,);
```

```sql bad
CREATE TABLE invoices (id bigint)
  -- note:a colon in a comment is no variable of psql
CREATE TABLE customers (id bigint);
```

```sql good
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.invented import invented_in
from docgen.lint.rule import UNREAD
from docgen.model.finding import Finding
from docgen.sql.statement import Statement

FAMILY = "syntax"
SEVERITY = "error"
STATEMENTS = (UNREAD,)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{|\{%|<%|[$#]\{|^\s*\\|(?<!:):[A-Za-z_'\"]", re.MULTILINE)


def check_statement(statement: Statement, context: Context) -> Iterator[Finding]:
    """A statement that does not parse, and is no invented form."""
    if not statement.error or statement not in context.statements or invented_in(statement):
        return
    if statement.error.endswith(" are not read"):
        message = f"This cannot be judged: {statement.error}."
        yield context.finding(message, "Load data in another way than by a migration, or split it.", severity="warning")
        return
    if _TEMPLATE.search(_COMMENT.sub("", statement.text)):
        message = f"This cannot be judged: it is no SQL before a template or psql has read it ({statement.error})."
        yield context.finding(message, "Look at it by eye.", severity="warning")
        return
    message = f"PostgreSQL cannot read this statement: {statement.error} (SQLSTATE 42601)."
    yield context.finding(message, "Mend the statement.", sqlstate="42601")
