"""A comment allows a rule that does not exist.

## What happens

`-- docgen: allow NAME` silences the rule (or family) of that name for one statement. A name of no rule silences
nothing: probably it is misspelt, or the rule has another name now.

## Instead

`docgen rule` lists the rules.

There is no fix: which rule was meant only you know.

```sql bad
-- docgen: allow tables-without-guards: the tool keeps a ledger
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
