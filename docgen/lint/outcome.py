"""Outcome: what one action does when its file runs a second time, as the idempotence catalogue tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from docgen.lint.facts import Fact
from docgen.lint.keys import RELATIONS, ROUTINES, Key, key_of, label, object_name, relation_key
from docgen.lint.reads import constants_in
from docgen.lint.refusals import Refusal, refused_change, refused_drop, refused_key, refused_replace
from docgen.lint.seeds import inserted_rows
from docgen.lint.selected import same_on_every_run
from docgen.lint.world import World
from docgen.model import name as names
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action, Statement

Effect = Literal["raises", "duplicates"]

_EXISTS = {
    "schema": "42P06",
    "database": "42P04",
    "prepared statement": "42P05",
    "operator": "42723",
    "column": "42701",
    "attribute": "42701",
    "extension member": "55000",
    "text search mapping": "23505",
    **dict.fromkeys(RELATIONS, "42P07"),
    **dict.fromkeys(ROUTINES, "42723"),
}
_CONSTRAINT_EXISTS = {"unique": "42P07", "exclude": "42P07", "primary key": "42P16"}
_MISSING = {
    "schema": "3F000",
    "database": "3D000",
    "operator": "42883",
    "column": "42703",
    "attribute": "42703",
    "enum value": "22023",
    "extension member": "55000",
    **dict.fromkeys(RELATIONS, "42P01"),
    **dict.fromkeys(ROUTINES, "42883"),
}

# Tables that a platform brings, with their primary key: Supabase's.
PLATFORM_KEYS: dict[Key, tuple[str, ...]] = {
    ("relation", "storage", "buckets"): ("id",),
    ("relation", "auth", "users"): ("id",),
}


class Outcome(msgspec.Struct, frozen=True):
    """The second run of an action: ``message`` is a clause that continues "On the second run"."""

    effect: Effect
    message: str
    sqlstate: str = ""
    refused: bool = False  # by what rests on the object or stands in its place


def second_run(action: Action, world: World) -> Outcome | None:
    """What the action does when ``world`` is what its file's first run left; None when it does no harm."""
    if action.inline:
        return _refusal(refused_key(action, world))
    if action.relation_guarded and action.relation:
        table = relation_key(action.relation_schema, action.relation, world.path)
        if world.present(table) is False:
            return None
    match action.verb:
        case "create" | "import":
            return _create(action, world)
        case "add":
            return _add(action, world)
        case "attach" | "detach":
            return _attach(action, world)
        case "drop":
            return _drop(action, world)
        case "rename" | "set schema":
            return _rename(action, world)
        case "alter":
            return _alter(action, world)
    return None


def _refusal(refusal: Refusal | None) -> Outcome | None:
    return Outcome("raises", refusal.why, refusal.sqlstate, refused=True) if refusal else None


def _raises(sqlstate: str, what: str) -> Outcome:
    return Outcome("raises", what, sqlstate)


def _named(action: Action) -> str:
    on = f' on "{action.relation}"' if action.relation and action.kind not in ("column", "attribute", "index") else ""
    of = f' of "{action.relation}"' if action.relation and action.kind in ("column", "attribute") else ""
    name = names.quote(object_name(action) or label(action)).strip('"')
    return f'{action.kind} "{name}"{on}{of}'


def _create(action: Action, world: World) -> Outcome | None:
    if action.verb == "import":
        return _raises("42P07", "the foreign tables already exist")
    if action.replace and action.kind == "function":
        return _refusal(refused_replace(action, world))
    if action.guarded or action.replace or action.detail == "temporary on commit drop":
        return None
    if not world.present(key_of(action, world.path)):
        return None
    if not action.name and action.kind in ("index", "statistics"):
        return Outcome("duplicates", f'it makes one more {action.kind} on "{action.relation}"')
    state = "23505" if action.kind.startswith("text search") else _EXISTS.get(action.kind, "42710")
    return _raises(state, f"{_named(action)} already exists")


def _add(action: Action, world: World) -> Outcome | None:
    if action.kind in ("constraint", "domain constraint"):
        return _add_constraint(action, world)
    if action.guarded or not world.present(key_of(action, world.path)):
        return None
    return _raises(_EXISTS.get(action.kind, "42710"), f"{_named(action)} already exists")


def _add_constraint(action: Action, world: World) -> Outcome | None:
    if action.detail == "not null":
        return None
    key = key_of(action, world.path)
    if action.detail in ("unique", "primary key") and action.target:
        index: Key = relation_key(key[1], action.target, world.path)
        if world.present(key) or not world.present(index):
            renamed = "42P07" if world.present(key) and world.present(index) else "42704"
            state = "55000" if action.name in ("", action.target) else renamed
            return _raises(state, f'index "{action.target}" already belongs to the constraint')
        return None
    if action.detail == "primary key":
        if world.present(("primary key", *key[1:3])):
            return _raises("42P16", f'table "{action.relation}" already has a primary key')
        return None
    if not world.present(key):
        return None
    if not action.name:
        kind = "domain" if action.kind == "domain constraint" else "table"
        what = {"foreign key": "FOREIGN KEY"}.get(action.detail, action.detail.upper())
        return Outcome("duplicates", f'{kind} "{action.relation}" gets one more {what} constraint that says the same')
    return _raises(_CONSTRAINT_EXISTS.get(action.detail, "42710"), f"{_named(action)} already exists")


def _attach(action: Action, world: World) -> Outcome | None:
    if action.kind == "index":
        return None
    key = key_of(action, world.path)
    attached = world.present((f"attached {action.detail}", *key[1:], action.target))
    if action.verb == "attach" and attached:
        if action.detail == "partition":
            return _raises("42809", f'"{action.target}" is already a partition')
        return _raises("42P07", f'"{action.name}" already inherits from "{action.target}"')
    if action.verb == "detach" and not attached:
        return _raises("42P01", f'"{action.target}" is no {_PART[action.detail]} of the table any more')
    return None


_PART = {"partition": "partition", "inheritance": "parent"}


def _drop(action: Action, world: World) -> Outcome | None:
    if action.kind in ROUTINES and not action.detail:
        present: bool | None = any(fact.present for fact in _routines(action, world))
    else:
        present = world.present(key_of(action, world.path))
    if present:
        return _refusal(refused_drop(action, world))
    if action.guarded or present:
        return None
    state = "42704" if action.kind == "index" else _MISSING.get(action.kind, "42704")
    return _raises(state, f"{_named(action)} does not exist any more")


def _routines(action: Action, world: World) -> Iterator[Fact]:
    """What is known of the functions of that name in that schema, whatever their arguments."""
    _, schema, *_ = key_of(action, world.path)
    return (fact for key, fact in world.keyed(action.name) if key[:2] == ("function", schema))


def _rename(action: Action, world: World) -> Outcome | None:
    key = key_of(action, world.path)
    if action.verb == "set schema" and action.kind == "extension":
        return None
    new = (key[0], action.new_name, *key[2:]) if action.verb == "set schema" else (*key[:-1], action.new_name)
    if action.kind in ROUTINES and action.verb == "rename":
        new = (*key[:2], action.new_name, *key[3:])
    if not world.present(key):
        if action.guarded and action.kind not in ("policy", "column", "constraint"):
            return None
        state = "42710" if action.kind == "policy" else _MISSING.get(action.kind, "42704")
        return _raises(
            state,
            f'{_named(action)} is already called "{action.new_name}"'
            if action.verb == "rename"
            else f'{_named(action)} is already in schema "{action.new_name}"',
        )
    if world.present(new):
        state = "42P07" if action.kind in RELATIONS else "42710"
        return _raises(state, f'{action.kind} "{action.new_name}" already exists')
    return None


def _alter(action: Action, world: World) -> Outcome | None:
    if action.kind == "column" and action.detail in ("add identity", "drop identity", "drop expression"):
        kind = action.detail.split()[1]
        present = world.present((kind, *key_of(action, world.path)[1:]))
        if action.detail == "add identity" and present:
            return _raises("55000", f'column "{action.name}" is already an identity column')
        if action.detail != "add identity" and not present and not action.guarded:
            what = "an identity" if kind == "identity" else "a generated"
            return _raises("55000", f'column "{action.name}" is not {what} column any more')
    if action.detail in ("set default", "drop default"):
        identity = action.kind == "column" and world.present(("identity", *key_of(action, world.path)[1:]))
        return _refusal(Refusal("42601", f'column "{action.name}" is an identity column by then') if identity else None)
    if action.kind == "column" and action.detail.startswith("type "):
        return _refusal(refused_change(action, world, "0A000"))
    if action.detail == "drop of":
        return _raises("42809", f'table "{action.name}" is no typed table any more')
    return None


def keyed_insert(statement: Statement, action: Action, world: World) -> Outcome | None:
    """What an INSERT does on the second run, as far as the table's keys are known from the files."""
    fields = _insert_node(statement, action)
    table = relation_key(action.relation_schema, action.relation, world.path)
    if fields is None or action.guarded or table in world.fresh or world.present(table) is False:
        return None
    columns = action.columns or tuple(
        fact.action.name for fact in world.parts(table, "column") if fact.action is not None
    )
    deleted = world.deleted.get(table, set())
    rows = inserted_rows(fields)
    rows = [row for row in rows if not deleted & {str(value) for item in row for value in constants_in(item)}]
    found = _met_key(_constant_columns(columns, rows), table, world)
    if found is None and not deleted:
        found = _met_key(same_on_every_run(statement, columns, table, world), table, world)
    if found is None:
        return None
    name = f" ({', '.join(found)})" if found else ""
    return _raises("23505", f'a row of "{action.relation}" with that key{name} already exists')


def _met_key(filled: set[str], table: Key, world: World) -> tuple[str, ...] | None:
    """The key all of whose columns are filled with what a row has already; () where a platform has it."""
    if set(PLATFORM_KEYS.get(table, ("",))) <= filled:
        return ()
    keys = (fact.action for kind in ("constraint", "relation") for fact in world.parts(table, kind) if filled)
    unique = (key for key in keys if key is not None and key.detail in ("primary key", "unique") and key.columns)
    return next((key.columns for key in unique if set(key.columns) <= filled), None)


def _insert_node(statement: Statement, action: Action) -> Node | None:
    return statement.node.get("InsertStmt") if action.detail not in ("with", "copy") else None


def _constant_columns(columns: tuple[str, ...], rows: list[list[Node]]) -> set[str]:
    """The columns that hold a constant in at least one row, where all columns of a key come from the same row."""
    best: set[str] = set()
    for row in rows:
        found = {name for name, value in zip(columns, row, strict=False) if is_constant(value)}
        best = found if len(found) > len(best) else best
    return best


def is_constant(value: Node) -> bool:
    """Whether an expression is a constant, cast or not, and not NULL."""
    if "TypeCast" in value:
        return is_constant(value["TypeCast"].get("arg", {}))
    return "A_Const" in value and not value["A_Const"].get("isnull")
