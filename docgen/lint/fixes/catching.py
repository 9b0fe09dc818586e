"""Catching: fixes by an exception handler, for statements that PostgreSQL gives no guard of their own."""

from __future__ import annotations

import re

from docgen.lint.context import Context
from docgen.lint.fixes import block
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free, made_here
from docgen.lint.guards import NAMES
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action


def caught(context: Context, safe: bool = True) -> Fix | None:
    """A block around the statement that catches what its second run raises."""
    if context.outcome is None:
        return None
    source = Source(context)
    around = block.catching(source, context.outcome.sqlstate)
    if around is None or source.matches(0, "execute", "perform"):
        return None
    title = f"Catch {NAMES[context.outcome.sqlstate]} in a block"
    return Fix(title=title, edits=block.edits(source, around), safe=safe)


def caught_creation(action: Action, context: Context) -> Fix | None:
    """A block around a CREATE of something that is not there before."""
    source = Source(context)
    if not free(action, context) or not source.matches(0, "create"):
        return None
    return caught(context, made_here(action, context))


def widened(context: Context) -> Fix | None:
    """The raised condition beside the one that the handler around the statement names."""
    inner, outcome = context.statement, context.outcome
    if inner is None or outcome is None or outcome.sqlstate not in NAMES:
        return None
    around = next((one for one in context.statements if one.start <= inner.start < one.end), None)
    if around is None or not inner.handlers:
        return None
    names = "|".join(map(re.escape, inner.handlers))
    pattern = re.compile(rf"\bwhen\s+(?:{names})(?:\s+or\s+(?:{names}))*(?=\s+then\b)", re.IGNORECASE)
    found = list(pattern.finditer(context.migration.sql, inner.end, around.end))
    if len(found) != 1:
        return None
    condition = NAMES[outcome.sqlstate]
    word = "or" if found[0].group()[:4].islower() else "OR"
    at = found[0].end()
    return Fix(title=f"Catch {condition} too", edits=(Edit(start=at, end=at, text=f" {word} {condition}"),), safe=True)
