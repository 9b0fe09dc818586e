"""An `UPDATE` changes its rows again on the second run.

## What happens

`SET total = total * 100` multiplies again, `SET note = note || '!'` appends again, `SET code = gen_random_uuid()`
draws again. Nothing fails; the data is wrong.

## Instead

Say in `WHERE` which rows still need it: `WHERE code IS NULL`, or a column that marks them as done.

There is no fix: which rows still need it only you know.

```sql setup
CREATE TABLE invoices (id bigint, total numeric, code uuid);
INSERT INTO invoices VALUES (1, 10, NULL);
```

```sql bad
UPDATE invoices SET total = total * 100;
```

```sql good
UPDATE invoices SET code = gen_random_uuid() WHERE code IS NULL;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.reads import VOLATILE
from docgen.model.finding import Finding
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import strings, walk

FAMILY = "data"
SEVERITY = "warning"
STATEMENTS = ("UpdateStmt", "InsertStmt", "MergeStmt")
REMEDY = "Say in WHERE which rows still need it."
_REPEATING = {("+",), ("-",), ("*",), ("/",), ("%",), ("||",), ("^",)}


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A SET whose value is made from the column itself, or is another one each time."""
    for fields in _updates(statement):
        where = _columns(fields.get("whereClause"))
        for item in fields.get("targetList", ()):
            target = item.get("ResTarget", {})
            column, reason = target.get("name", ""), ""
            if column in where:
                continue
            for kind, value in walk(target.get("val", {})):
                repeats = (kind == "A_Expr" and strings(value.get("name")) in _REPEATING) or kind == "CaseExpr"
                if repeats and column in _columns(value):
                    reason = f'the new value of "{column}" is made from the old one'
                elif kind == "FuncCall" and strings(value.get("funcname"))[-1:][0] in VOLATILE:
                    reason = f'"{column}" gets another value each time'
            if reason:
                yield context.finding(f"The second run changes the rows again: {reason}.", REMEDY, statement=statement)
                return


def _updates(statement: Statement) -> Iterator[Node]:
    conflict = statement.node.get("InsertStmt", {}).get("onConflictClause", {})
    if "UpdateStmt" in statement.node:
        yield statement.node["UpdateStmt"]
    if conflict.get("action") == "ONCONFLICT_UPDATE":
        yield conflict
    for item in statement.node.get("MergeStmt", {}).get("mergeWhenClauses", ()):
        clause = item.get("MergeWhenClause", {})
        if clause.get("commandType") == "CMD_UPDATE":
            yield {"targetList": clause.get("targetList", ())}


def _columns(node: Node | None) -> set[str]:
    found: set[str] = set()
    for kind, fields in walk(node or {}):
        parts = strings(fields.get("fields")) if kind == "ColumnRef" else ()
        if parts and parts[0] != "excluded":
            found.add(parts[-1])
    if node and "ColumnRef" in node:
        found.update(strings(node["ColumnRef"].get("fields"))[-1:])
    return found
