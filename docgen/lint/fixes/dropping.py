"""Dropping: DROP ... IF EXISTS in front of a CREATE, both in one transaction."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import block
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free, made_here
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action

_HEADS = {
    "policy": ("create", "policy"),
    "trigger": ("create", "constraint", "trigger"),
    "event trigger": ("create", "event", "trigger"),
}


def dropped_before(action: Action, context: Context) -> Fix | None:
    """DROP ... IF EXISTS above the statement; in a block with it where the file runs outside a transaction."""
    source = Source(context)
    at = source.behind(*_HEADS[action.kind])
    if at is None or source.templated or not free(action, context):
        return None
    name, behind = source.name(at)
    on = source.find("on", at=behind)
    if not source.is_name(name, action.name) or on is None:
        return None
    text = f"{source.words('DROP')} {source.words(action.kind.upper())} {source.words('IF EXISTS')} {name}"
    if action.kind != "event trigger":
        text += f" {source.words('ON')} {source.name(on + 1)[0]}"
    title, safe = f"Drop the {action.kind} before", made_here(action, context)
    if source.transaction or source.inside:
        start = source.statement.start
        ending = f";{source.line_end}" if source.inside else source.separator
        return Fix(title=title, edits=(Edit(start=start, end=start, text=text + ending + source.indent),), safe=safe)
    around = block.atomically(source, text)
    return Fix(title=f"{title}, in one block", edits=block.edits(source, around), safe=safe) if around else None
