"""Ordinary: for a statement that is judged as if it were there without a guard, what its own rule would write."""

from __future__ import annotations

import copy

import msgspec

from docgen.lint.context import Context
from docgen.lint.keys import key_of, relation_key
from docgen.lint.outcome import Outcome, second_run
from docgen.lint.reads import in_order, same_type
from docgen.lint.rule import Rule, rules
from docgen.model.finding import Fix
from docgen.sql.statement import Action
from docgen.sql.structure import Structure


def repeats(context: Context) -> bool:
    """Whether an action of the statement in hand raises or duplicates in the world of the second run."""
    assert context.statement is not None
    trial = context.again.trial()
    for action in in_order(context.statement):
        if second_run(action, trial) is not None:
            return True
        trial.apply(action, context.statement)
    return False


def ordinary(context: Context) -> Fix | None:
    """The first fix that a rule of the statement's actions has for what they do in the world of the second run."""
    statement = context.statement
    assert statement is not None
    judged = copy.copy(context)
    trial = context.again.trial()
    for action in in_order(statement):
        judged.outcome = outcome = second_run(action, trial)
        if outcome is None:
            trial.apply(action, statement)
            continue
        rule = _rule(action, outcome)
        fix = rule.fix(action, judged) if rule is not None and rule.fix is not None else None
        if fix is not None:
            return fix
    return None


def guarded_second(context: Context) -> Fix | None:
    """What guards a statement that makes again what an earlier migration made in the same words; else None."""
    statement = context.statement
    if statement is None or not all(_same(action, context) for action in statement.actions if not action.inline):
        return None
    judged = copy.copy(context)
    judged.again = context.world.trial()
    fix = ordinary(judged)
    return msgspec.structs.replace(fix, safe=False) if fix is not None else None


def _same(action: Action, context: Context) -> bool:
    """Whether the action defines what is there already, as it is."""
    statement, key = context.statement, key_of(action, context.world.path)
    fact = context.world.fact(key)
    assert statement is not None
    if fact is None or not fact.present or fact.action is None:
        return False
    if action.kind != "column":
        return context.definitions.differ(key, statement) is False
    table = relation_key(action.relation_schema, action.relation, context.world.path)
    others = context.definitions.tables.structure(table).of_column(Structure((statement.text,)), action.name)
    return same_type(fact.action.detail, action.detail) and not list(others)


def _rule(action: Action, outcome: Outcome) -> Rule | None:
    pair = (action.verb, action.kind)
    return next((one for one in rules() if one.effect == outcome.effect and pair in one.actions), None)
