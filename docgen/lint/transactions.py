"""Transactions: in which transaction each statement of a file runs, and where BEGIN and COMMIT do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docgen.model.migration import Migration
from docgen.sql.statement import Statement

_BEGINS = ("TRANS_STMT_BEGIN", "TRANS_STMT_START")
_ENDS = ("TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE")
_MARKS = (*_BEGINS, *_ENDS)


class Step(NamedTuple):
    """A statement with its transaction: a number, 0 for none and -1 where that is not known."""

    statement: Statement
    transaction: int


class Course(NamedTuple):
    """A file's statements in their transactions, and the BEGINs and COMMITs that do not fit."""

    steps: tuple[Step, ...]
    nested: tuple[Statement, ...]  # BEGIN and COMMIT inside the transaction that the tool has opened
    unbalanced: tuple[Statement, ...]  # BEGIN without an end, a second BEGIN, an end without BEGIN


def course(migration: Migration, statements: Sequence[Statement]) -> Course:
    """How the file runs: the tool's transaction as far as it is known, and the file's own."""
    outer = 0 if not migration.transaction else -1
    # One query of one statement is no transaction block: PostgreSQL lets VACUUM and its like run in it.
    if migration.transaction and (migration.opening == "begin" or (migration.opening == "query" and statements[1:])):
        outer = 1
    number, own = 1, 0
    begin: Statement | None = None
    steps: list[Step] = []
    nested: list[Statement] = []
    unbalanced: list[Statement] = []
    for statement in statements:
        kind = statement.tree.get("kind", "") if statement.node_kind == "TransactionStmt" else ""
        if kind in _MARKS and migration.opening == "begin" and migration.transaction:
            nested.append(statement)
            outer = 0 if kind in _ENDS else outer
        elif kind in _BEGINS:
            if begin is not None:
                unbalanced.append(statement)
            number, begin = number + 1, statement
            own = number
        elif kind in _ENDS:
            # Behind text that cannot be read, END may close a body: BEGIN ATOMIC ... END.
            if begin is None and not any(one.error for one in statements):
                unbalanced.append(statement)
            begin, own = None, 0
            outer = 0 if outer == 1 else outer
        steps.append(Step(statement, own or outer))
    if begin is not None:
        unbalanced.append(begin)
    return Course(tuple(steps), tuple(nested), tuple(unbalanced))
