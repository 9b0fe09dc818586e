"""A comment allows a rule that finds nothing there.

## What happens

The statement was mended, or the comment stands in the wrong place: it must be above the statement, or behind it on
its lines. `-- docgen: allow-file NAME` speaks of the whole file.

## Instead

Remove the comment.

There is no fix: the reason in the comment may be worth keeping.

```sql bad
-- docgen: allow table-without-guard: no longer true
CREATE TABLE IF NOT EXISTS invoices (id bigint);
```

```sql good
-- docgen: allow table-without-guard: the tool keeps a ledger
CREATE TABLE invoices (id bigint);
```
"""

from __future__ import annotations

FAMILY = "suppression"
SEVERITY = "warning"
