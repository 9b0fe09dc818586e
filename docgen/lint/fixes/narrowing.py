"""Narrowing: a handler or a lookup of a DO block that covers too much says what is meant."""

from __future__ import annotations

import re

from docgen.lint.context import Context
from docgen.lint.fixes import lookup
from docgen.lint.fixes.source import Source
from docgen.lint.guards import NAMES
from docgen.lint.outcome import keyed_insert, second_run
from docgen.lint.reads import in_order
from docgen.lint.world import World
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action, Statement
from docgen.sql.words import tokens

_OTHERS = re.compile(r"\bwhen\s+(others)\b", re.IGNORECASE)
_TAG = re.compile(r"\$[^$\s]*\$")
_SCHEMAS = {
    "tablename": "schemaname",
    "table_name": "table_schema",
    "event_object_table": "event_object_schema",
}


def meant_conditions(context: Context) -> Fix | None:
    """In the place of OTHERS what the block's statements raise when what they make is there already."""
    block = context.statement
    hidden = [one for one in block.inner if "others" in one.handlers] if block is not None else []
    if block is None or not all(one.handlers == ("others",) and one.actions and not one.dynamic for one in hidden):
        return None
    found = list(_OTHERS.finditer(context.migration.sql, block.start, block.end))
    world = context.world.trial()
    for statement in hidden:
        world.run(statement)
    states = dict.fromkeys(state for statement in hidden for state in _raised(statement, world))
    if len(found) != 1 or not states or not all(state in NAMES for state in states):
        return None
    names = " OR ".join(NAMES[state] for state in states)
    return Fix(
        title=f"Catch {names} alone",
        edits=(Edit(start=found[0].start(1), end=found[0].end(1), text=names),),
        safe=False,
    )


def _raised(statement: Statement, world: World) -> list[str]:
    outcomes = [
        keyed_insert(statement, action, world) if action.verb == "insert" else second_run(action, world)
        for action in in_order(statement)
    ]
    return [one.sqlstate for one in outcomes if one is not None and one.effect == "raises"]


def scoped(context: Context, made: Action, name: str, scope: str, columns: frozenset[str], safe: bool) -> Fix | None:
    """The table beside the name in the lookup nearest above: ``name`` and ``scope`` are the catalog's columns."""
    source, text = Source(context), context.migration.sql
    around = next((one for one in context.statements if one.start <= source.statement.start < one.end), None)
    if around is None or not made.relation or source.templated:
        return None
    words = _body(text, around, source.statement.start)
    places = [
        at
        for at in range(len(words) - 2)
        if [text[slice(*word)].lower() for word in words[at : at + 2]] == [name, "="]
        and text[slice(*words[at + 2])] == lookup.literal(made.name)
    ]
    if not places:
        return None
    at = places[-1]
    qualified = at > 1 and text[slice(*words[at - 1])] == "."
    prefix = f"{text[slice(*words[at - 2])]}." if qualified else ""
    tests = _tests(made, prefix, scope, columns)
    place = words[at + 2][1]
    added = "".join(f" {source.words('AND')} {test}" for test in tests)
    return Fix(title=f"Compare {scope} too", edits=(Edit(start=place, end=place, text=added),), safe=safe)


def _body(text: str, block: Statement, until: int) -> list[tuple[int, int]]:
    """The tokens of a DO block's body up to a place in it."""
    for start, end in tokens(text, block.start, block.end):
        tag = _TAG.match(text, start) if start < until < end else None
        if tag is not None:
            return list(tokens(text, tag.end(), until))
    return []


def _tests(made: Action, prefix: str, scope: str, columns: frozenset[str]) -> list[str]:
    if scope not in _SCHEMAS:
        owner = lookup.named(made.relation_schema, made.relation)
        found = f"to_regclass({owner})" if made.relation_guarded else f"{owner}::regclass"
        return [f"{prefix}{scope} = {found}"]
    schema = lookup.literal(made.relation_schema) if made.relation_schema else "current_schema()"
    tests = [f"{prefix}{_SCHEMAS[scope]} = {schema}"] if _SCHEMAS[scope] not in columns else []
    return [*tests, f"{prefix}{scope} = {lookup.literal(made.relation)}"]
