"""An `UPDATE` changes its rows again on the second run.

## What happens

`SET total = total * 100` multiplies again, `SET note = note || '!'` appends again, `SET code = gen_random_uuid()`
draws again. Nothing fails; the data is wrong. `ON CONFLICT DO UPDATE SET uses = excluded.uses || ...` makes another row
of the one that the first run has inserted.

## Instead

Say in `WHERE` which rows still need it: `WHERE code IS NULL`, or a column that marks them as done.

Where the file itself adds the column, empty, and nothing has filled it, the fix asks for `IS NULL`: the first run does
what it did. Elsewhere there is none, for which rows still need it only you know.

```sql setup
CREATE TABLE invoices (id bigint, total numeric, code uuid, note text, extra jsonb);
CREATE TABLE tags (name text PRIMARY KEY, uses text[]);
INSERT INTO invoices VALUES (1, 10, NULL, '');
```

```sql bad
UPDATE invoices SET total = total * 100;
```

```sql bad
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS reminders integer;
UPDATE invoices SET reminders = COALESCE(reminders, 0) + 1;
```

```sql fixed
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS reminders integer;
UPDATE invoices SET reminders = COALESCE(reminders, 0) + 1 WHERE reminders IS NULL;
```

```sql bad
INSERT INTO tags VALUES ('new', '{bill}') ON CONFLICT (name) DO UPDATE SET uses = excluded.uses || '{order}';
```

```sql good
UPDATE invoices SET note = CASE WHEN note = 'paid' THEN note ELSE note || 'paid' END;
```

```sql good
UPDATE invoices SET code = gen_random_uuid() WHERE code IS NULL;
```

```sql good
UPDATE invoices SET extra = COALESCE(extra, '{}') || '{"paid": true}'::jsonb;
```
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.fixes.keeping import only_empty
from docgen.lint.reads import VOLATILE, cast_constant, constants_in
from docgen.model.finding import Finding, Fix
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings, walk

FAMILY = "data"
SEVERITY = "warning"
STATEMENTS = ("UpdateStmt", "InsertStmt", "MergeStmt")
REMEDY = "Say in WHERE which rows still need it."
_REPEATING = {("+",), ("-",), ("*",), ("/",), ("%",), ("||",), ("^",)}
_APPENDING = frozenset({"array_append", "array_prepend", "array_cat", "concat", "concat_ws", "jsonb_insert"})


def check_again(statement: Statement, context: Context) -> Iterator[Finding]:
    """A SET whose value is made from the column itself, or is another one each time."""
    for fields in _updates(statement):
        where = _columns(fields.get("whereClause"))
        for item in fields.get("targetList", ()):
            target = item.get("ResTarget", {})
            column, value = target.get("name", ""), target.get("val", {})
            reason = "" if column in where or _looks_first(column, value) else _reason(column, value)
            if reason:
                yield context.finding(f"The second run changes the rows again: {reason}.", REMEDY, statement=statement)
                return


def fix(_action: Action | None, context: Context) -> Fix | None:
    """IS NULL, where the file itself has added the column."""
    return only_empty(context)


def _reason(column: str, value: Node) -> str:
    """Why the second run sets the column to another value; "" where it does not."""
    reason = ""
    for kind, fields in walk(value):
        function = "".join(strings(fields.get("funcname"))[-1:]) if kind == "FuncCall" else ""
        repeats = kind == "CaseExpr" or function in _APPENDING
        if kind == "A_Expr":
            repeats = strings(fields.get("name")) in _REPEATING and not _sets_keys(fields)
        if repeats and column in _columns(fields):
            reason = f'the new value of "{column}" is made from the old one'
        elif repeats and kind != "CaseExpr" and column in _columns(fields, proposed=True):
            reason = f'the new value of "{column}" is more than what was inserted'
        elif function in VOLATILE:
            reason = f'"{column}" gets another value each time'
    return reason


def _sets_keys(fields: Node) -> bool:
    """Whether an object of JSON is put over another one: the keys that it names have its values, however often."""
    right = fields.get("rexpr", {})
    cast = right.get("TypeCast", {})
    if strings(cast.get("typeName", {}).get("names"))[-1:] == ("jsonb",):
        return (cast_constant(right) or "").lstrip().startswith("{")
    return strings(right.get("FuncCall", {}).get("funcname"))[-1:] == ("jsonb_build_object",)


def _looks_first(column: str, value: Node) -> bool:
    """Whether the value is a CASE that leaves the column alone where it holds already what is put in."""
    case = value.get("CaseExpr", {})
    for item in case.get("args", ()):
        branch = item.get("CaseWhen", {})
        if column in _columns(branch.get("expr")) and _is(column, branch.get("result", {})):
            others = [one.get("CaseWhen", {}).get("result", {}) for one in case["args"]] + [case.get("defresult", {})]
            put_in = {constant for other in others for constant in constants_in(other)}
            return bool(put_in) and put_in <= set(constants_in(branch.get("expr")))
    return False


def _is(column: str, value: Node) -> bool:
    return strings(value.get("ColumnRef", {}).get("fields"))[-1:] == (column,)


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


def _columns(node: Node | None, proposed: bool = False) -> set[str]:
    """The columns of the row that is there, or of the one that was to be inserted."""
    found = (strings(fields.get("fields")) for kind, fields in walk({"": node or {}}) if kind == "ColumnRef")
    return {parts[-1] for parts in found if parts and (parts[0] == "excluded") == proposed}
