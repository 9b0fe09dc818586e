"""Parse: a whole file of SQL to statements and their actions; bad SQL becomes a statement with its error."""

from __future__ import annotations

from docgen.sql.actions import actions_of, kind_of
from docgen.sql.libpg_query import Node
from docgen.sql.offsets import Offsets
from docgen.sql.split import Piece, pieces
from docgen.sql.statement import Statement
from docgen.sql.tree import Scope


def parse(sql: str) -> tuple[Statement, ...]:
    """The statements of a file in their order. Takes any text; what PostgreSQL refuses has ``error`` set."""
    offsets, found = pieces(sql)
    return tuple(_statement(sql, offsets, piece) for piece in found)


def _statement(sql: str, offsets: Offsets, piece: Piece) -> Statement:
    start, end, node, error = piece.start, piece.end, piece.node, piece.error
    text = sql[start:end]
    line, column = offsets.place(start)
    end_line, end_column = offsets.place(end) if "\n" in text else (line, column + len(text))
    if "\0" in text:
        error, node = "a NUL character, which PostgreSQL's text cannot hold", {}
    scope = Scope(offsets, start, end, piece.base)
    inner: tuple[Statement, ...] = ()
    if "DoStmt" in node:
        inner, error = _body(node, scope)
    return Statement(
        kind=kind_of(node, text),
        text=text,
        start=start,
        end=end,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        actions=actions_of(node, scope),
        node=node,
        node_kind=next(iter(node), ""),
        error=error,
        error_offset=piece.error_offset,
        inner=inner,
    )


def _body(node: Node, scope: Scope) -> tuple[tuple[Statement, ...], str]:
    # Most files have no body: they do not pay for what reads one.
    from docgen.sql.plpgsql import body_of, error_in

    found = body_of(node, scope)
    return found, "" if found else error_in(node, scope)
