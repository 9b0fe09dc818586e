"""Schema changes as Markdown, for a pull request or release notes: no links, breaking changes first."""

from __future__ import annotations

from docgen.model.schema_change import Changes, SchemaChange
from docgen.render.filters import Markdown, block, cell, code, table

_HEADINGS = {
    "breaking": "Breaking: statements that worked may fail",
    "access": "Access: who may do what",
    "plain": "Other changes",
}
_LONG = 100


def changes_markdown(found: Changes) -> str:
    """A heading and a table for each weight, long texts as blocks below, and the migrations at the end."""
    until = code(found.after) if found.after else Markdown("the files as they are now")
    parts = [Markdown("# Schema changes"), Markdown(f"From {code(found.before)} to {until}.")]
    if not found.changes:
        parts.append(Markdown("Nothing in the schema has changed."))
    for weight, heading in _HEADINGS.items():
        group = [one for one in found.changes if one.weight == weight]
        if group:
            parts.append(Markdown(f"## {heading}"))
            parts.append(table([_row(one) for one in group], "What", "Deed", "Before", "After", "Why", "Migration"))
            parts += [text for one in group if _is_long(one) for text in _texts(one)]
    if found.migrations:
        parts.append(Markdown("## Migrations"))
        parts.append(Markdown("\n".join(f"- {code(path)}" for path in found.migrations)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(one: SchemaChange) -> tuple[Markdown, ...]:
    change = one.change
    attribute = change.attribute if one.deed == "changed" else ""
    words = (cell(change.object_kind), code(change.object), cell(attribute))
    what = Markdown(" ".join(filter(None, words)))
    before, after = (Markdown("see below"),) * 2 if _is_long(one) else (code(change.expected), code(change.actual))
    where = code(f"{one.path}:{one.line}") if one.path else Markdown("")
    return what, Markdown(one.deed), before, after, cell(one.reason), where


def _is_long(one: SchemaChange) -> bool:
    both = (one.change.expected, one.change.actual)
    return any("\n" in text for text in both) or max(map(len, both)) > _LONG


def _texts(one: SchemaChange) -> tuple[Markdown, ...]:
    change = one.change
    sides = (("before", change.expected), ("after", change.actual))
    title = code(change.object)
    return tuple(Markdown(f"{title}, {word}:\n\n{block(text, 'sql')}") for word, text in sides if text)
