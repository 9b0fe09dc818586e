"""Transacting: BEGIN and COMMIT where they are missing or too many, and statements put into one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.lint.context import Context
from docgen.lint.fixes import block
from docgen.lint.fixes.source import Source
from docgen.model.finding import Edit, Fix
from docgen.sql.foreign import has_placeholder
from docgen.sql.statement import Statement

_BEGINS = ("TRANS_STMT_BEGIN", "TRANS_STMT_START")


def left_to_the_tool(context: Context) -> Fix | None:
    """BEGIN and COMMIT taken out where they stand around the whole file."""
    own = context.course.nested
    if len(own) != 2 or own != (context.statements[0], context.statements[-1]) or context.breakpoints:
        return None
    if not _begins(own[0]) or not _commits(own[1]):
        return None
    edits = tuple(_removal(context.migration.sql, one) for one in own)
    return Fix(title="Remove BEGIN and COMMIT", edits=edits, safe=True)


def alone(context: Context, statement: Statement) -> Fix | None:
    """BEGIN and COMMIT taken out where they hold this statement alone, or the mark by which the tool opens none."""
    statements, migration = context.statements, context.migration
    at = statements.index(statement)
    around = statements[max(at - 1, 0) : at + 2]
    if len(around) == 3 and _begins(around[0]) and _commits(around[2]) and not context.breakpoints:
        edits = tuple(_removal(migration.sql, one) for one in (around[0], around[2]))
        return Fix(title="Remove BEGIN and COMMIT", edits=edits, safe=True)
    own = any(one.node_kind == "TransactionStmt" for one in statements)
    if own or (statements[1:] and not migration.statement_breakpoints):
        return None
    return _without_transaction(context)


def committed(context: Context, statement: Statement) -> Fix | None:
    """COMMIT and BEGIN behind the statement in the file's own transaction; the mark by which the tool opens none."""
    statements, migration = context.statements, context.migration
    if statement not in statements or any(one.error for one in statements):
        return None
    if not any(one.node_kind == "TransactionStmt" for one in statements):
        return _without_transaction(context) if migration.statement_breakpoints else None
    if context.course.nested or context.course.unbalanced or context.breakpoints:
        return None
    semicolon = migration.sql.find(";", statement.end)
    if migration.sql[statement.end : semicolon].strip():
        return None
    text = "".join(f"{context.line_end}{word};" for word in ("COMMIT", "BEGIN"))
    edit = Edit(start=semicolon + 1, end=semicolon + 1, text=text)
    return Fix(title="Commit the label before it is used", edits=(edit,), safe=False)


def _without_transaction(context: Context) -> Fix | None:
    """The tool's mark; safe where the statement is alone in its file."""
    if context.migration.outside is None:
        return None
    place, mark = context.migration.outside
    edit = Edit(start=place, end=place, text=mark.replace("\n", context.line_end))
    return Fix(title="Have the tool open no transaction", edits=(edit,), safe=not context.statements[1:])


def balanced(context: Context, statement: Statement) -> Fix | None:
    """A COMMIT at the end, or without the BEGIN or COMMIT that PostgreSQL only warns of."""
    statements, sql = context.statements, context.migration.sql
    at = statements.index(statement)
    transactions = [one for one in statements if one.node_kind == "TransactionStmt"]
    if context.breakpoints or any(one.error for one in statements):
        return None
    if _begins(statement) and any(_commits(one) for one in statements[at + 1 :]):
        return Fix(title="Remove the second BEGIN", edits=(_removal(sql, statement),), safe=True)
    if _commits(statement) and at == len(statements) - 1:
        return Fix(title="Remove COMMIT", edits=(_removal(sql, statement),), safe=True)
    if not _begins(statement) or transactions != [statement] or at == len(statements) - 1:
        return None
    end = statements[-1].end
    semicolon = sql.find(";", end)
    ended = semicolon >= 0 and not sql[end:semicolon].strip()
    place = semicolon + 1 if ended else end
    text = f"{'' if ended else ';'}{context.line_end}COMMIT;"
    return Fix(title="End it with COMMIT", edits=(Edit(start=place, end=place, text=text),), safe=False)


def together(context: Context, statements: Sequence[Statement]) -> Fix | None:
    """The statements in one DO block: all of them or none, whatever sends them."""
    sql = context.migration.sql
    start, end = statements[0].start, statements[-1].end
    if context.breakpoints or "$$" in sql[start:end] or has_placeholder(sql, start, end):
        return None
    if not all(one.actions and one.actions[0].kind == "policy" for one in statements):
        return None
    context.statement = statements[-1]
    source = Source(context)
    around = block.whole(source)
    if around is None or source.templated:
        return None
    edits = block.edits(source, around, start, end)
    return Fix(title="Run them in one block", edits=edits, safe=True)


def _begins(statement: Statement) -> bool:
    return statement.tree.get("kind") in _BEGINS and "options" not in statement.tree


def _commits(statement: Statement) -> bool:
    return statement.tree.get("kind") == "TRANS_STMT_COMMIT" and "chain" not in statement.tree


def _removal(sql: str, statement: Statement) -> Edit:
    """The statement and its semicolon taken out, with the line where nothing else stands in it."""
    start, end = statement.start, statement.end
    semicolon = sql.find(";", end)
    if semicolon >= 0 and not sql[end:semicolon].strip():
        end = semicolon + 1
    first, last = sql.rfind("\n", 0, start) + 1, sql.find("\n", end)
    last = len(sql) if last < 0 else last + 1
    if sql[first:start].strip() or sql[end:last].strip():
        return Edit(start=start, end=end, text="")
    return Edit(start=first, end=last, text="")
