"""PL/pgSQL: the statements inside a DO body in the file's lines, with the IFs and exception handlers around them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from docgen.sql.actions import actions_of, kind_of
from docgen.sql.constant_text import list_of, rows_of, text_of
from docgen.sql.function_text import functions_in, syntax_error_in
from docgen.sql.libpg_query import Node, ParseError, parse_tree
from docgen.sql.offsets import Offsets, encode
from docgen.sql.statement import Statement
from docgen.sql.tree import Scope, walk

_OPENING = re.compile(r"\$(?:[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)?\$|[eE]?'")
# A query that the server's own catalogs do not answer alone.
_OF_A_TABLE = re.compile(r"\b(?:from|join)\s+(?!pg_|information_schema\b)[\w\"]", re.IGNORECASE)
_TARGET = re.compile(r"^[^(']*?:?=")  # what is assigned to
_FIRST_WORD = re.compile(r"\w+")


class Around(NamedTuple):
    """What is around a statement of a body."""

    conditions: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()  # the variables whose text is known


class Body(NamedTuple):
    """A body's place in the file: its text begins at ``start``, its first line is ``line``."""

    scope: Scope
    start: int
    end: int
    line: int
    variables: tuple[str, ...] = ()  # their names by the parser's number


def body_of(node: Node, scope: Scope) -> tuple[Statement, ...]:
    """The SQL statements inside a DO block in their order; empty where the body cannot be read."""
    arguments = _arguments(node)
    if "as" not in arguments:
        return ()
    at = scope.at(arguments["as"])
    opening = _OPENING.search(scope.offsets.text, at, scope.end)
    start = opening.end() if opening else at
    body = Body(scope, start, scope.end, scope.offsets.place(start)[0])
    functions = functions_in(scope.offsets.text[scope.start : scope.end])
    found: list[Statement] = []
    for function in functions:
        fields = function.get("PLpgSQL_function", {})
        datums: list[Node] = [next(iter(datum.values()), {}) for datum in fields.get("datums", ())]
        block = fields.get("action", {})
        own = body._replace(variables=tuple(one.get("refname", "") for one in datums))
        found.extend(_statements([block], Around(values=_constants(datums, block)), own))
    return tuple(found)


def error_in(node: Node, scope: Scope) -> str:
    """The syntax error in the body of a DO block; "" where it has none, or the parser alone fails at it."""
    return syntax_error_in(scope.offsets.text[scope.start : scope.end]) if "as" in _arguments(node) else ""


def _arguments(node: Node) -> dict[str, Node]:
    """What a DO block is given; nothing for one in another language."""
    arguments = {item["DefElem"].get("defname", ""): item["DefElem"] for item in node["DoStmt"].get("args", ())}
    language = arguments.get("language", {}).get("arg", {}).get("String", {}).get("sval", "plpgsql")
    return arguments if language == "plpgsql" else {}


def _statements(nodes: list[Node], around: Around, body: Body) -> Iterator[Statement]:
    for node in nodes:
        for kind, fields in node.items():
            if kind == "PLpgSQL_stmt_block":
                yield from _block(fields, around, body)
            elif kind == "PLpgSQL_stmt_if":
                yield from _branches(fields, around, body)
                if _returns(fields):
                    refused = f"not ({_query(fields.get('cond'))})"
                    around = around._replace(conditions=(*around.conditions, refused))
            elif kind == "PLpgSQL_stmt_execsql":
                yield from _sql(_query(fields.get("sqlstmt")), fields, around, body)
            elif kind == "PLpgSQL_stmt_perform":
                yield from _sql(_query(fields.get("expr")), fields, around, body)
            elif kind == "PLpgSQL_stmt_assign":
                yield from _asked(_query(fields.get("expr")), fields, around, body)
            elif kind == "PLpgSQL_stmt_dynexecute":
                yield from _execute(fields, around, body)
            elif kind == "PLpgSQL_stmt_case":
                for item in fields.get("case_when_list", ()):
                    condition = (_query(item.get("PLpgSQL_case_when", {}).get("expr")),)
                    inner = around._replace(conditions=around.conditions + condition)
                    yield from _statements(item.get("PLpgSQL_case_when", {}).get("stmts", []), inner, body)
                yield from _statements(fields.get("else_stmts", []), around, body)
            elif (rounds := _rounds(kind, fields, around, body)) is not None:
                yield from _asked(_query(fields.get("query")), fields, around, body)
                for name, value in rounds:
                    inner = around._replace(values=(*around.values, (name, value)))
                    yield from _statements(fields.get("body", []), inner, body)
            else:
                yield from _asked(_query(fields.get("query")) or _query(fields.get("cond")), fields, around, body)
                yield from _statements(fields.get("body", []), _looped(kind, fields, around), body)


def _constants(datums: list[Node], block: Node) -> tuple[tuple[str, str], ...]:
    """The variables that are declared with a constant and never given another value."""
    changed = {fields["varno"] for _, fields in walk(block) if "varno" in fields}
    found: list[tuple[str, str]] = []
    for number, datum in enumerate(datums):
        if "default_val" in datum and number not in changed:
            text = text_of(_query(datum["default_val"]), dict(found))
            found += [(datum.get("refname", ""), text)] if text is not None else []
    return tuple(found)


def _rounds(kind: str, fields: Node, around: Around, body: Body) -> list[tuple[str, str]] | None:
    """The variable of a loop over constants with its value in each round; None for any other loop."""
    texts, name = None, ""
    if kind == "PLpgSQL_stmt_foreach_a" and fields.get("varno", 0) < len(body.variables):
        name = body.variables[fields.get("varno", 0)]
        texts = list_of(_query(fields.get("expr")), dict(around.values))
    elif kind == "PLpgSQL_stmt_fors":
        row = fields.get("var", {}).get("PLpgSQL_row", {}).get("fields", [])
        name = row[0].get("name", "") if len(row) == 1 else ""
        texts = rows_of(_query(fields.get("query")), dict(around.values)) if name else None
    return [(name, text) for text in texts] if texts is not None else None


def _returns(branch: Node) -> bool:
    """Whether the body ends with the IF where its condition holds: what is below then runs only where it does not."""
    single = not branch.get("elsif_list") and not branch.get("else_body")
    return single and any("PLpgSQL_stmt_return" in node for node in branch.get("then_body", ())[-1:])


def _looped(kind: str, fields: Node, around: Around) -> Around:
    """A loop over a query, or WHILE, runs its body only where that says so: the query is a condition of its own."""
    query = _query(fields.get("query")) if kind == "PLpgSQL_stmt_fors" else ""
    condition = f"exists ({query})" if query else _query(fields.get("cond"))
    return around._replace(conditions=(*around.conditions, condition)) if condition else around


def _block(fields: Node, around: Around, body: Body) -> Iterator[Statement]:
    handlers: list[str] = []
    bodies: list[list[Node]] = []
    for item in fields.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", ()):
        exception = item.get("PLpgSQL_exception", {})
        names = [one.get("PLpgSQL_condition", {}).get("condname", "") for one in exception.get("conditions", ())]
        if not _raises_again(exception.get("action", [])):
            handlers.extend(names)
        bodies.append(exception.get("action", []))
    yield from _statements(fields.get("body", []), around._replace(handlers=around.handlers + tuple(handlers)), body)
    for action in bodies:
        yield from _statements(action, around._replace(conditions=(*around.conditions, "handler")), body)


def _raises_again(action: list[Node]) -> bool:
    # RAISE without a level is an exception: 21 is ERROR in PostgreSQL's numbering.
    return any(node.get("PLpgSQL_stmt_raise", {}).get("elog_level", 0) >= 21 for node in action)


def _branches(fields: Node, around: Around, body: Body) -> Iterator[Statement]:
    condition = _query(fields.get("cond"))
    yield from _asked(condition, fields, around, body)
    yield from _statements(
        fields.get("then_body", []), around._replace(conditions=(*around.conditions, condition)), body
    )
    refused = [f"not ({condition})"]
    for item in fields.get("elsif_list", ()):
        other = item.get("PLpgSQL_if_elsif", {})
        condition = _query(other.get("cond"))
        yield from _asked(condition, other, around._replace(conditions=(*around.conditions, *refused)), body)
        inner = around._replace(conditions=(*around.conditions, *refused, condition))
        yield from _statements(other.get("stmts", []), inner, body)
        refused.append(f"not ({condition})")
    inner = around._replace(conditions=(*around.conditions, *refused))
    yield from _statements(fields.get("else_body", []), inner, body)


def _execute(fields: Node, around: Around, body: Body) -> Iterator[Statement]:
    expression = _query(fields.get("query"))
    start, end = _find(expression, fields, body)
    text = text_of(expression, dict(around.values))
    if text is None:
        yield _statement("", {}, (start, end), around, body, dynamic=True)
        return
    try:
        statements = parse_tree(encode(text))
    except ParseError as failure:
        yield _statement(text, {}, (start, end), around, body, error=failure.message)
        return
    for raw in statements:
        yield _statement(text, raw.get("stmt", {}), (start, end), around, body)


def _asked(expression: str, fields: Node, around: Around, body: Body) -> Iterator[Statement]:
    """What an expression, a condition or the query of a loop asks the project's own tables, as a statement."""
    if not _OF_A_TABLE.search(expression):
        return
    for query in (expression, f"SELECT {expression}", f"SELECT {_TARGET.sub('', expression)}"):
        with contextlib.suppress(ParseError):
            node = parse_tree(encode(query))[0].get("stmt", {})
            yield _statement(query, node, _find(expression, fields, body), around, body)
            return


def _sql(query: str, fields: Node, around: Around, body: Body) -> Iterator[Statement]:
    start, end = _find(query, fields, body)
    try:
        statements = parse_tree(encode(query))
    except ParseError as failure:
        yield _statement(query, {}, (start, end), around, body, error=failure.message)
        return
    for raw in statements:
        yield _statement(query, raw.get("stmt", {}), (start, end), around, body)


def _find(query: str, fields: Node, body: Body) -> tuple[int, int]:
    """Where a statement of the body stands in the file: its text on or behind its line, else the line's first word."""
    offsets = body.scope.offsets
    line_start = max(offsets.line_start(body.line + fields.get("lineno", 1) - 1), body.start)
    for text in (query, query.removeprefix("SELECT ")):
        at = offsets.text.find(text, line_start, body.end) if text else -1
        if at >= 0:
            return at, at + len(text)
    head = _FIRST_WORD.match(query)
    at = offsets.text.find(head.group(), line_start, body.end) if head else -1
    if at >= 0 and _is_blanked(query, offsets.text[at : at + len(query)]):
        return at, at + len(query)
    line_end = offsets.text.find("\n", line_start)
    line_end = len(offsets.text) if line_end < 0 else line_end
    blank = len(offsets.text[line_start:line_end]) - len(offsets.text[line_start:line_end].lstrip())
    return line_start + blank, max(min(line_end, body.end), line_start + blank)


def _is_blanked(query: str, written: str) -> bool:
    """Whether the query is what is written, but for the INTO that the parser has blanked."""
    return len(query) == len(written) and all(one in (" ", other) for one, other in zip(query, written, strict=True))


def _statement(
    text: str, node: Node, span: tuple[int, int], around: Around, body: Body, error: str = "", dynamic: bool = False
) -> Statement:
    offsets: Offsets = body.scope.offsets
    line, column = offsets.place(span[0])
    end_line, end_column = offsets.place(span[1])
    scope = Scope(offsets, span[0], span[1], -span[0])
    return Statement(
        kind="EXECUTE" if dynamic else kind_of(node, text),
        text=offsets.text[span[0] : span[1]],
        start=span[0],
        end=span[1],
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        actions=actions_of(node, scope),
        node=node,
        node_kind=next(iter(node), ""),
        error=error,
        conditions=around.conditions,
        handlers=around.handlers,
        dynamic=dynamic,
    )


def _query(expression: Node | None) -> str:
    found: str = (expression or {}).get("PLpgSQL_expr", {}).get("query", "")
    return found
