"""Conditions: for each action of an ALTER that has no guard of its own, what says that it is still to be done."""

from __future__ import annotations

import msgspec

from docgen.lint.context import Context
from docgen.lint.fixes import lookup
from docgen.lint.fixes.naming import chosen_name
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import free
from docgen.lint.keys import key_of
from docgen.model import name as names
from docgen.model.finding import Edit
from docgen.sql.statement import Action

# The condition under which an action is to run, and what else is edited in it.
Guard = tuple[str, tuple[Edit, ...]]


def to_do(action: Action, context: Context, source: Source) -> Guard | None:
    """The condition under which the action has something to do; None where docgen knows none."""
    if action.kind in ("constraint", "domain constraint"):
        return _constraint(action, context, source)
    if action.kind == "attribute" and action.verb == "add":
        return (f"NOT {lookup.column(action, action.name)}", ()) if free(action, context) else None
    if action.detail == "add identity":
        relation = f"attrelid = to_regclass({lookup.named(action.relation_schema, action.relation)})"
        found = lookup.field("attidentity", "pg_attribute", relation, f"attname = {lookup.literal(action.name)}")
        return f"{found} = ''", ()
    if action.verb in ("attach", "detach"):
        return _inheritance(action, source)
    return None


def _constraint(action: Action, context: Context, source: Source) -> Guard | None:
    if not free(action, context):
        return None
    if action.detail == "primary key":
        return f"NOT {lookup.constraint(action)}", ()
    if action.detail == "unique" and action.target and not context.again.present(key_of(action, context.again.path)):
        return None  # dropped above, and its index with it: what the statement uses is gone for good
    if action.name or (action.target and action.detail == "unique"):
        named = msgspec.structs.replace(action, name=action.name or action.target)
        return f"NOT {lookup.constraint(named)}", ()
    name = chosen_name(action, context)
    first = source.first_of(action)
    if name is None or first is None or not source.matches(first, "add"):
        return None
    at = source.tokens[first].end
    written = f" {source.words('CONSTRAINT')} {names.quote(name)}"
    found = lookup.constraint(msgspec.structs.replace(action, name=name))
    return f"NOT {found}", (Edit(start=at, end=at, text=written),)


def _inheritance(action: Action, source: Source) -> Guard | None:
    first = source.first_of(action)
    at = source.behind("attach|detach|no|inherit", "?partition|inherit", at=first) if first is not None else None
    if at is None or at >= len(source.tokens):
        return None
    other = lookup.literal(source.name(at)[0])
    own = lookup.named(action.schema, action.name)
    child, parent = (other, own) if action.detail == "partition" else (own, other)
    tests = f"inhrelid = to_regclass({child})", f"inhparent = to_regclass({parent})"
    found = lookup.exists("pg_inherits", *tests)
    return (f"NOT {found}" if action.verb == "attach" else found), ()
