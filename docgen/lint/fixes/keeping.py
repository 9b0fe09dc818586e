"""Keeping: statements that set something back leave alone what has gone on since."""

from __future__ import annotations

import re

from docgen.lint.context import Context
from docgen.lint.fixes import lookup
from docgen.lint.fixes.source import Source
from docgen.lint.keys import key_of, relation_key
from docgen.model.finding import Edit, Fix
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings, walk
from docgen.sql.words import tokens, top_level_parts

_RESTART = re.compile(r"restart(?:\s+with)?\s+(\d+)", re.IGNORECASE)
_OWN_VALUE = frozenset({"default", "generated", "serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"})


def not_set_back(context: Context) -> Fix | None:
    """setval to the constant, or to where the sequence is by now if that is more; in the place of RESTART too."""
    source = Source(context)
    if source.templated:
        return None
    if source.matches(0, "select"):
        return _setval(source)
    if not source.matches(0, "alter") or not _without_comments(
        source.text, source.statement.start, source.statement.end
    ):
        return None
    return _sequence(source) if source.matches(1, "sequence") else _identity(source)


def _sequence(source: Source) -> Fix | None:
    """ALTER SEQUENCE ... RESTART WITH a number and nothing else."""
    if source.matches(2, "if"):
        return None
    name, at = source.name(2)
    number = _restart(source, at)
    if not number:
        return None
    values = f"greatest({number}, last_value), is_called {source.words('AND')} last_value >= {number}"
    return _replaced(source, f"setval({lookup.literal(name)}, {values}) {source.words('FROM')} {name}")


def _restart(source: Source, at: int) -> str:
    """The number of RESTART WITH that ends the statement from the token ``at``; "" where more is said, or none."""
    found = _RESTART.fullmatch(source.text, source.token(at).start, source.statement.end)
    return found[1] if found else ""


def _setval(source: Source) -> Fix | None:
    """One call with a constant name and number, and nothing else in the SELECT."""
    at = source.behind("select", "?pg_catalog", "?.", "setval", "(")
    if at is None:
        return None
    arguments = top_level_parts(source.text, source.token(at - 1).end, source.statement.end)
    texts = [source.text[start:end] for start, end in arguments]
    closed = len(source.tokens) and source.tokens[-1].word == ")"
    if not closed or len(texts) not in (2, 3) or not texts[1].isdigit() or not _plain_name(texts[0]):
        return None
    called = texts[2].lower() if len(texts) == 3 else "true"
    if called not in ("true", "false"):
        return None
    name, (select, of) = texts[0][1:-1], (source.words("SELECT"), source.words("FROM"))
    found = [(arguments[1], f"greatest({texts[1]}, ({select} last_value {of} {name}))")]
    if called == "false":
        test = f"is_called {source.words('AND')} last_value >= {texts[1]}"
        found.append((arguments[2], f"({select} {test} {of} {name})"))
    edits = tuple(Edit(start=start, end=end, text=text) for (start, end), text in found)
    return Fix(title="Never set it back", edits=edits, safe=False)


def _plain_name(text: str) -> bool:
    return text[:1] == "'" and text[-1:] == "'" and all(part.isidentifier() for part in text[1:-1].split("."))


def _identity(source: Source) -> Fix | None:
    """ALTER TABLE ... ALTER COLUMN ... RESTART WITH a number and nothing else."""
    at = source.behind("alter", "table", "?only")
    if at is None or source.matches(at, "if"):
        return None
    table, at = source.name(at)
    behind = source.behind("alter", "?column", at=at)
    if behind is None:
        return None
    column, behind = source.name(behind)
    number = _restart(source, behind)
    if not number or '"' in column:
        return None
    sequence = f"pg_get_serial_sequence({lookup.literal(table)}, {lookup.literal(column.lower())})"
    now = f"({source.words('SELECT')} max({column}) + 1 {source.words('FROM')} {table})"
    return _replaced(source, f"setval({sequence}, greatest({number}, {now}), false)")


def _replaced(source: Source, call: str) -> Fix:
    """The whole statement as a call."""
    text = f"{source.words('PERFORM' if source.inside else 'SELECT')} {call}"
    edit = Edit(start=source.statement.start, end=source.statement.end, text=text)
    return Fix(title="Never set it back", edits=(edit,), safe=False)


def _without_comments(text: str, start: int, end: int) -> bool:
    last = start
    for first, stop in tokens(text, start, end):
        if text[last:first].strip():
            return False
        last = stop
    return True


def left_alone(context: Context) -> Fix | None:
    """DO NOTHING in the place of DO UPDATE."""
    source = Source(context)
    conflict = source.find("conflict")
    at = source.find("do", at=conflict) if conflict is not None else None
    if at is None or source.templated or not source.matches(at + 1, "update") or source.find("returning", at=at):
        return None
    start, end = source.token(at + 1).start, source.statement.end
    columns = (fields for kind, fields in walk(source.statement.tree["onConflictClause"]) if kind == "ColumnRef")
    counts = any(strings(fields.get("fields"))[:1] != ("excluded",) for fields in columns)
    if counts or not _without_comments(source.text, start, end):
        return None
    edit = Edit(start=start, end=end, text=source.words("NOTHING"))
    return Fix(title="Write DO NOTHING", edits=(edit,), safe=False)


def only_empty(context: Context) -> Fix | None:
    """IS NULL for each column that the UPDATE fills, where this file has added it and nothing has filled it before."""
    statement, source = context.statement, Source(context)
    assert statement is not None
    if source.templated or source.find("from", "returning") is not None or not source.matches(0, "update"):
        return None
    update = statement.actions[-1]
    targets = [item.get("ResTarget", {}).get("name", "") for item in statement.tree.get("targetList", ())]
    set_at, where = source.find("set"), source.find("where")
    if set_at is None or not all(_added_empty(name, update, context) for name in targets):
        return None
    written = [_written(source, start, end) for start, end in _assignments(source, set_at, where)]
    if len(written) != len(targets) or not all(written):
        return None
    test = f" {source.words('AND')} ".join(f"{name} {source.words('IS NULL')}" for name in written)
    end = statement.end
    title = "Fill only the rows that hold nothing"
    if where is None:
        edits = (Edit(start=end, end=end, text=f" {source.words('WHERE')} {test}"),)
        return Fix(title=title, edits=edits, safe=True)
    condition: Node = statement.tree.get("whereClause", {})
    opens, closes = ("(", ")") if condition.get("BoolExpr", {}).get("boolop") == "OR_EXPR" else ("", "")
    first = source.token(where + 1).start
    edits = (Edit(start=end, end=end, text=f"{closes} {source.words('AND')} {test}"),)
    return Fix(title=title, edits=(*((Edit(start=first, end=first, text=opens),) * bool(opens)), *edits), safe=True)


def _assignments(source: Source, set_at: int, where: int | None) -> list[tuple[int, int]]:
    end = source.token(where).start if where is not None else source.statement.end
    return top_level_parts(source.text, source.token(set_at).end, end)


def _written(source: Source, start: int, end: int) -> str:
    """The column of an assignment as the author wrote it; "" for a list of columns."""
    words = [source.text[slice(*span)] for span in tokens(source.text, start, end)]
    return words[0] if len(words) > 2 and words[1] == "=" else ""


def _added_empty(column: str, update: Action, context: Context) -> bool:
    """Whether the file adds the column without a value above, and writes no rows of the table before this."""
    statement = context.statement
    assert statement is not None
    table = relation_key(update.relation_schema, update.relation, context.world.path)
    fact = context.world.fact(("column", *table[1:], column))
    if fact is None or fact.file != context.migration.path or fact.action is None:
        return False
    if context.world.present(("type", table[1], fact.action.detail)):
        return False  # a domain may have a default
    for one in context.flat:
        if one.start >= statement.start:
            return False
        for action in one.actions:
            if key_of(action, context.world.path) != ("column", *table[1:], column):
                continue
            if (action.verb, action.inline) == ("add", False) and not one.conditions:
                return not _has_value(one, action) and not _written_between(one, statement, table, context)
    return False


def _has_value(statement: Statement, action: Action) -> bool:
    text, offset = statement.text, statement.start
    spans = tokens(text, max(action.start - offset, 0), action.end - offset)
    return any(text[slice(*span)].lower() in _OWN_VALUE for span in spans)


def _written_between(first: Statement, last: Statement, table: tuple[str, ...], context: Context) -> bool:
    between = [one for one in context.flat if first.start < one.start < last.start]
    path = context.world.path
    return any(
        one.dynamic or relation_key(action.relation_schema, action.relation, path) == table
        for one in between
        for action in one.actions
        if action.verb in ("insert", "update", "merge") or one.dynamic
    )
