"""Inserting: rows that are there already are passed over, by a key of the table or by a look for the same values."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.source import Source
from docgen.lint.keys import relation_key
from docgen.lint.outcome import PLATFORM_KEYS, is_constant
from docgen.model.finding import Edit, Fix
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.words import top_level_parts

_WITHOUT_EQUALITY = ("json", "xml", "point", "polygon", "unknown")


def on_conflict(action: Action, context: Context, safe: bool) -> Fix | None:
    """ON CONFLICT DO NOTHING where the rows fill a known key; safe only where every row has constants for it."""
    source = Source(context)
    fields = source.statement.node.get("InsertStmt", {})
    if not fields or "onConflictClause" in fields or not source.matches(0, "insert", "with"):
        return None
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    columns = _columns(action, context)
    keys = [
        set(fact.action.columns)
        for kind in ("constraint", "relation")
        for fact in context.again.parts(table, kind)
        if fact.action is not None and fact.action.detail in ("primary key", "unique") and fact.action.columns
    ]
    keys += [set(PLATFORM_KEYS[table])] if table in PLATFORM_KEYS else []
    rows = _rows(fields)
    fixed = [{name for name, value in zip(columns, row, strict=False) if is_constant(value)} for row in rows]
    certain = bool(fixed) and any(all(key <= row for row in fixed) for key in keys)
    if not safe and not any(key <= set(columns) for key in keys):
        return None
    returning = source.find("returning")
    last = source.tokens[returning - 1] if returning else source.tokens[-1]
    edit = Edit(start=last.end, end=last.end, text=f" {source.words('ON CONFLICT DO NOTHING')}")
    return Fix(title="Write ON CONFLICT DO NOTHING", edits=(edit,), safe=safe and certain)


def where_not_exists(action: Action, context: Context) -> Fix | None:
    """One row of constants as a SELECT that looks whether the table has such a row."""
    source = Source(context)
    fields = source.statement.node.get("InsertStmt", {})
    rows, at = _rows(fields), source.find("values")
    if len(rows) != 1 or at is None or not source.matches(at + 1, "(") or not action.columns or source.templated:
        return None
    spans = top_level_parts(source.text, source.tokens[at + 1].end, source.statement.end)
    texts = [source.text[start:end] for start, end in spans]
    into = source.find("into")
    names = top_level_parts(source.text, source.tokens[_behind_table(source)].end, source.statement.end)
    if into is None or len(texts) != len(action.columns) or len(names) != len(texts):
        return None
    if any("SetToDefault" in value for value in rows[0]):
        return None
    tests = [
        f"{source.text[slice(*name)]} = {text}"
        for column, name, value, text in zip(action.columns, names, rows[0], texts, strict=True)
        if is_constant(value) and _comparable(column, action, context)
    ]
    if not tests:
        return None
    table = source.name(into + 1)[0]
    closing = _closing(source, at + 1)
    where = f" {source.words('WHERE NOT EXISTS')} ({source.words('SELECT FROM')} {table} {source.words('WHERE')} "
    return Fix(
        title="Insert it only where there is no such row",
        edits=(
            Edit(start=source.tokens[at].start, end=source.tokens[at + 1].end, text=source.words("SELECT") + " "),
            Edit(start=closing, end=closing + 1, text=where + f" {source.words('AND')} ".join(tests) + ")"),
        ),
        safe=False,
    )


def _columns(action: Action, context: Context) -> tuple[str, ...]:
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    facts = context.again.parts(table, "column")
    return action.columns or tuple(fact.action.name for fact in facts if fact.action is not None)


def _rows(fields: Node) -> list[list[Node]]:
    select = fields.get("selectStmt", {}).get("SelectStmt", {})
    return [row["List"].get("items", []) for row in select.get("valuesLists", ())]


def _comparable(column: str, action: Action, context: Context) -> bool:
    """Whether the column's type is known and has an operator for equality."""
    table = relation_key(action.relation_schema, action.relation, context.again.path)
    fact = context.again.fact(("column", *table[1:], column))
    kind = fact.action.detail if fact is not None and fact.action is not None else "unknown"
    return bool(kind) and kind not in _WITHOUT_EQUALITY


def _behind_table(source: Source) -> int:
    """The number of the bracket that opens the list of columns."""
    return next((number for number, token in enumerate(source.tokens) if token.word == "("), 0)


def _closing(source: Source, opening: int) -> int:
    depth = 0
    for token in source.tokens[opening:]:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0:
            return token.start
    return source.statement.end
