"""Emptied: the tables whose rows a statement takes out all at once, where the second run does not make them anew."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.lint.context import Context
from docgen.lint.keys import relation_key
from docgen.sql.statement import Action, Statement


def emptied(statement: Statement, context: Context) -> Iterator[Action]:
    """The TRUNCATE, or DELETE without a condition, of each such table."""
    if statement.conditions or context.missing is not None or {"whereClause", "usingClause"} & statement.tree.keys():
        return
    actions = statement.actions[-1:] if statement.node_kind == "DeleteStmt" else statement.actions
    for action in actions:
        if relation_key(action.relation_schema, action.relation, context.again.path) not in context.again.fresh:
            yield action
