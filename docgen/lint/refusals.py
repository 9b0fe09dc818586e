"""Refusals: what PostgreSQL does not let go or change, because something else rests on it or stands in its place."""

from __future__ import annotations

from typing import NamedTuple

from docgen.lint.keys import RELATIONS, ROUTINES, TYPES, Key, key_of, object_name, relation_key
from docgen.lint.reads import type_name
from docgen.lint.world import World
from docgen.sql.statement import Action

_DROPPED_APART = frozenset({"table", "view", "materialized view", "sequence", "foreign table"})


class Refusal(NamedTuple):
    """Why PostgreSQL refuses, as a clause, and with which SQLSTATE."""

    sqlstate: str
    why: str


def refused_drop(action: Action, world: World) -> Refusal | None:
    """Why a DROP of something that exists fails."""
    other = _other_kind(action, world)
    if other:
        return Refusal("42809", f'"{action.name}" is a {other} by then, not a {action.kind}')
    if action.target == "cascade":
        return None
    if action.kind in _DROPPED_APART or action.kind in ROUTINES:
        return _rests_on(action, world)
    if action.kind in TYPES:
        return _typed(action, world)
    if action.kind == "index":
        return _index_of_constraint(action, world)
    if action.kind == "column":
        return refused_change(action, world, "2BP01")
    return _key_in_use(action, world) if action.kind == "constraint" else None


def refused_change(action: Action, world: World, sqlstate: str) -> Refusal | None:
    """Why a column of a view or trigger that this file makes below can't be dropped, or have another type."""
    own = relation_key(action.relation_schema, action.relation, world.path)
    for user in sorted(world.dependents(action.relation)):
        if user[0] in ("relation", "trigger") and user != own and world.uses.reads(user, action.name):
            return Refusal(sqlstate, f'{_called(user)} rests on column "{action.name}" of "{action.relation}" by then')
    return None


def refused_key(action: Action, world: World) -> Refusal | None:
    """Why a key written inside CREATE TABLE can't have its name: an index has it already."""
    if action.kind != "constraint" or action.detail not in ("primary key", "unique", "exclude") or not action.name:
        return None
    table = relation_key(action.relation_schema, action.relation, world.path)
    index = relation_key(action.relation_schema, action.name, world.path)
    if table not in world.fresh or not world.present(index):
        return None
    return Refusal("42P07", f'the index "{action.name}" exists by then, on another table')


def refused_replace(action: Action, world: World) -> Refusal | None:
    """Why CREATE OR REPLACE FUNCTION fails: the function that is there by then returns something else."""
    fact = world.fact(key_of(action, world.path))
    made = fact.action if fact is not None and fact.present else None
    if made is None or made.kind != "function" or not made.target or _result(made) == _result(action):
        return None
    return Refusal("42P13", f'function "{action.name}" returns something else by then ({made.target})')


def _result(function: Action) -> str:
    return function.target.replace("public.", "")


def _other_kind(action: Action, world: World) -> str:
    """What the relation is, where that is not what the statement says."""
    if action.kind not in _DROPPED_APART:
        return ""
    fact = world.fact(key_of(action, world.path))
    made = fact.action if fact is not None and fact.present else None
    return made.kind if made and made.verb == "create" and made.kind in RELATIONS and made.kind != action.kind else ""


def _rests_on(action: Action, world: World) -> Refusal | None:
    own = key_of(action, world.path)
    for user in sorted(world.dependents(action.name)):
        if user == own or user[1:3] == own[1:3]:
            continue
        if user[0] in ("relation", "policy") or (user[0] == "trigger") == (action.kind in ROUTINES):
            return Refusal("2BP01", f'{_called(user)} rests on {action.kind} "{action.name}" by then')
    return None


def _typed(action: Action, world: World) -> Refusal | None:
    for column in sorted(world.uses.of_type(action.name)):
        fact = world.fact(column)
        if fact and fact.present and fact.file == world.file and fact.action and type_name(fact.action) == action.name:
            return Refusal("2BP01", f'column "{column[3]}" of "{column[2]}" has type "{action.name}" by then')
    return None


def _index_of_constraint(action: Action, world: World) -> Refusal | None:
    fact = world.fact(key_of(action, world.path))
    made = fact.action if fact is not None and fact.present else None
    if made is None or made.kind != "constraint" or not world.present(key_of(made, world.path)):
        return None
    return Refusal("2BP01", f'constraint "{action.name}" on "{made.relation}" rests on index "{action.name}" by then')


def _key_in_use(action: Action, world: World) -> Refusal | None:
    if action.name != _primary_key(action, world):
        return None
    users = sorted(key for key in world.dependents(action.relation) if key[0] == "constraint")
    what = f'constraint "{action.name}" on "{action.relation}"'
    return Refusal("2BP01", f"{_called(users[0])} rests on {what} by then") if users else None


def _primary_key(action: Action, world: World) -> str:
    """The name of the table's primary key, as far as it is known."""
    fact = world.fact(("primary key", *key_of(action, world.path)[1:3]))
    return object_name(fact.action) if fact and fact.present and fact.action else ""


def _called(key: Key) -> str:
    kind = {"relation": "view", "constraint": "the foreign key"}.get(key[0], key[0])
    return f'{kind} "{key[2] if key[0] in ("relation", "function") else key[3]}"'
