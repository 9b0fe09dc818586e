"""Changing: a column that is there with another type, default or nullability is altered and not added."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.source import Source
from docgen.lint.reads import same_type
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action

_SERIAL = ("serial", "bigserial", "smallserial")
_CLAUSES = (
    "not", "null", "default", "constraint", "primary", "unique", "references", "check", "generated", "collate", ",",
)  # fmt: skip


def altered(action: Action, there: str, context: Context) -> Fix | None:
    """ALTER COLUMN in the place of ADD COLUMN IF NOT EXISTS; ``there`` is the type that the column has.

    None where the definition asks for more than a type, a default and NOT NULL.
    """
    source = Source(context)
    first = source.first_of(action)
    at = source.behind("add", "?column", "if", "not", "exists", at=first) if first is not None else None
    if first is None or at is None or source.templated or action.detail in _SERIAL:
        return None
    name, behind = source.name(at)
    end = source.find(*_CLAUSES, at=behind) or len(source.tokens)
    kind = source.text[source.tokens[behind].start : source.tokens[end - 1].end]
    words = source.words
    change = f"{words('ALTER COLUMN')} {name}"
    retyped = f"{change} {words('TYPE')} {kind} {words('USING')} {name}::{kind}"
    parts = [] if same_type(there, action.detail) else [retyped]
    while end < len(source.tokens) and not source.matches(end, ","):
        if source.matches(end, "default"):
            start = source.tokens[end].start
            end = source.find(*_CLAUSES, at=end + 2) or len(source.tokens)
            parts.append(f"{change} {words('SET')} {source.text[start : source.tokens[end - 1].end]}")
        elif source.matches(end, "not") and source.matches(end + 1, "null"):
            parts.append(f"{change} {words('SET NOT NULL')}")
            end += 2
        else:
            return None
    edit = Edit(start=source.tokens[first].start, end=source.tokens[end - 1].end, text=", ".join(parts))
    return Fix(title="Change the column", edits=(edit,), safe=False) if parts else None
