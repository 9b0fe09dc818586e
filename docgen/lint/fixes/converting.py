"""Converting: ALTER COLUMN TYPE ... USING runs only while the column has another type."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.conversion import conversions
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.source import Source
from docgen.model.finding import Fix

_SERIAL = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}


def unless_converted(context: Context) -> Fix | None:
    """A look at the column's type; None where the migrations do not tell that it had another one before."""
    statement = context.statement
    conversion = next(iter(conversions(statement)), None) if statement else None
    if statement is None or conversion is None or conversion.action is None:
        return None
    action = conversion.action
    before = context.world.retyped.get(action.start, "")
    after = action.detail.removeprefix("type ")
    if not before or _base(before) == _base(after):
        return None
    if any((one.verb, one.kind) != ("alter", "column") for one in statement.actions):
        return None
    source = Source(context)
    first = source.first_of(action)
    at = source.behind("alter", "?column", at=first) if first is not None else None
    behind = source.behind("?set", "?data", "type", at=source.name(at)[1]) if at is not None else None
    end = source.find("using", "collate", at=behind) if behind is not None else None
    if source.templated or behind is None or end is None:
        return None
    written = source.text[source.tokens[behind].start : source.tokens[end - 1].end]
    relation = f"attrelid = to_regclass({lookup.named(action.relation_schema, action.relation)})"
    kind = lookup.field("atttypid", "pg_attribute", relation, f"attname = {lookup.literal(action.name)}")
    condition = f"{kind} <> {lookup.literal(written)}::regtype"
    around = block.when(source, condition)
    return (
        Fix(title="Look at the column's type before", edits=block.edits(source, around), safe=True) if around else None
    )


def _base(kind: str) -> str:
    """A type without its modifiers and the schema that every path has."""
    name, bracket, rest = kind.removeprefix("public.").partition("(")
    plain = name + rest.partition(")")[2] if bracket else name
    return _SERIAL.get(plain, plain)
