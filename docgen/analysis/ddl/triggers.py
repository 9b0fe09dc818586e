"""Triggers, rules and event triggers, and whether they fire."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, literal
from docgen.model.catalog import EventTrigger
from docgen.model.relation import Relation, Trigger

SECTION = "Triggers"
RULES = "Rules"
EVENTS = "Event triggers"
_STATES = {"disabled": "DISABLE", "always": "ENABLE ALWAYS", "replica": "ENABLE REPLICA", "origin": "ENABLE"}


def triggers(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """CREATE TRIGGER, with the state of those that do not simply fire."""
    known = {one.name: one for one in before.triggers} if before else {}
    name = qualified(relation.id)
    statements = []
    for one in relation.triggers:
        old = known.get(one.name)
        if old == one:
            continue
        if not one.inherited and (old is None or old.definition != one.definition):
            statements += _creation(one, name, form)
        if one.enabled != (old.enabled if old else "origin"):
            text = state(one, name)
            statements.append(Ddl(section=SECTION, object=name, text=text, attached=True))
        if not one.inherited:
            place = f"{identifier(one.name)} ON {name}"
            statements += comment(SECTION, "TRIGGER", place, one.comment, old.comment if old else "")
    return statements


def state(trigger: Trigger, relation: str) -> str:
    """ALTER TABLE ENABLE or DISABLE TRIGGER; ``relation`` in SQL."""
    return f"ALTER TABLE {relation} {_STATES[trigger.enabled]} TRIGGER {identifier(trigger.name)};"


def _creation(trigger: Trigger, relation: str, form: Form) -> list[Ddl]:
    text = f"{trigger.definition};"
    if not form.idempotent:
        return [Ddl(section=SECTION, object=relation, text=text)]
    if not trigger.constraint:
        text = text.replace("CREATE TRIGGER ", "CREATE OR REPLACE TRIGGER ", 1)
        return [Ddl(section=SECTION, object=relation, text=text)]
    drop = f"DROP TRIGGER IF EXISTS {identifier(trigger.name)} ON {relation};"
    return [
        Ddl(section=SECTION, object=relation, text=drop),
        Ddl(section=SECTION, object=relation, text=text, attached=True),
    ]


def rules(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """CREATE RULE, with the state of those that do not simply apply."""
    known = {one.name: one for one in before.rules} if before else {}
    name = qualified(relation.id)
    statements = []
    for one in relation.rules:
        if known.get(one.name) == one:
            continue
        text = f"{one.definition.rstrip(';')};"
        if form.idempotent:
            text = text.replace("CREATE RULE ", "CREATE OR REPLACE RULE ", 1)
        statements.append(Ddl(section=RULES, object=name, text=text))
        if one.enabled != "origin":
            text = f"ALTER TABLE {name} {_STATES[one.enabled]} RULE {identifier(one.name)};"
            statements.append(Ddl(section=RULES, object=name, text=text, attached=True))
        statements += comment(RULES, "RULE", f"{identifier(one.name)} ON {name}", one.comment)
    return statements


def event_trigger(wanted: EventTrigger, form: Form) -> list[Ddl]:
    """CREATE EVENT TRIGGER with owner, state and comment."""
    if wanted in form.given.event_triggers:
        return []
    name = identifier(wanted.name)
    tags = f"\n  WHEN TAG IN ({', '.join(map(literal, wanted.tags))})" if wanted.tags else ""
    text = f"CREATE EVENT TRIGGER {name} ON {wanted.event}{tags}\n  EXECUTE FUNCTION {qualified(wanted.function)}();"
    statements = []
    if form.idempotent or any(one.name == wanted.name for one in form.given.event_triggers):
        statements.append(Ddl(section=EVENTS, object=name, text=f"DROP EVENT TRIGGER IF EXISTS {name};"))
    statements.append(Ddl(section=EVENTS, object=name, text=text, attached=bool(statements)))
    statements += privileges.owner(EVENTS, "EVENT TRIGGER", name, wanted.owner, form)
    if wanted.enabled != "origin":
        state_text = f"ALTER EVENT TRIGGER {name} {_STATES[wanted.enabled]};"
        statements.append(Ddl(section=EVENTS, object=name, text=state_text, attached=True))
    return statements + comment(EVENTS, "EVENT TRIGGER", name, wanted.comment)
