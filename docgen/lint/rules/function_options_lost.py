"""A function is replaced without the options that it had.

## What happens

`CREATE OR REPLACE FUNCTION` keeps the grants and the comment and sets everything else anew: without `SECURITY DEFINER`
the function runs with the rights of who calls it, without `SET search_path` it finds tables by the caller's path,
which for a `SECURITY DEFINER` function is a hole.

## Instead

Repeat the options in every `CREATE OR REPLACE FUNCTION`; write `SECURITY INVOKER` where the change is meant.
The fix repeats them; it is not safe, for the change may be meant.

```sql setup
CREATE FUNCTION paid(id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT true';
```

```sql bad
CREATE OR REPLACE FUNCTION paid(id bigint) RETURNS boolean LANGUAGE sql
  AS 'SELECT id > 0';
```

```sql fixed
CREATE OR REPLACE FUNCTION paid(id bigint) RETURNS boolean LANGUAGE sql
  SECURITY DEFINER SET search_path = '' AS 'SELECT id > 0';
```

```sql good
CREATE OR REPLACE FUNCTION paid(id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = ''
  AS 'SELECT id > 0';
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.repeating import function_options
from docgen.lint.losses import options_taken
from docgen.lint.rule import LOSES
from docgen.model.finding import Finding

FAMILY = "reset"
SEVERITY = "warning"
STATEMENTS = (LOSES,)


def check_file(context: Context) -> Iterator[Finding]:
    """A function whose option an earlier migration set and this one loses."""
    yield from options_taken(context, "function", "function", "Repeat {} in the new definition.", function_options)
