"""Renaming: ALTER ... RENAME and SET SCHEMA run only where the old name is there and the new one is not."""

from __future__ import annotations

import re

from docgen.lint.context import Context
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.catching import caught
from docgen.lint.fixes.source import Source
from docgen.lint.keys import key_of
from docgen.model.finding import Fix
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import argument_types

_PLAIN_TYPES = re.compile(r"[a-z0-9_ ,.()\[\]]*\Z")


def guarded_rename(action: Action, context: Context) -> Fix | None:
    """A look for both names; None where the second run finds the old name again: the rename is not all it undoes."""
    if context.statement is None or context.again.present(key_of(action, context.again.path)):
        return None
    source = Source(context)
    conditions = lookup.renamable(action, _arguments(context.statement))
    if conditions is None:
        return caught(context)
    around = block.when(source, *conditions)
    if around is None or source.templated or not source.matches(0, "alter"):
        return None
    return Fix(title="Look for the old name and the new one", edits=block.edits(source, around), safe=True)


def _arguments(statement: Statement) -> str | None:
    """The argument types that the statement names, None where it names none or they need quotes."""
    fields = statement.tree.get("object", {}).get("ObjectWithArgs")
    if not fields or fields.get("args_unspecified"):
        return None
    types = argument_types(fields.get("objfuncargs")) if "objfuncargs" in fields else ""
    return types if _PLAIN_TYPES.match(types) else None
