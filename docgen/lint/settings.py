"""Settings: what a statement sets on an object beside its structure: options, grants, comments, switches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docgen.lint.keys import RELATIONS, ROUTINES, Key, key_of
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import argument_types, strings

_VIEW_OPTIONS = frozenset({"security_invoker", "security_barrier"})
_OFF = frozenset({"false", "off", "0", "no"})
ANY_ARGUMENTS = "*"


class Setting(NamedTuple):
    """One thing that a statement sets (``on``) or takes away, with the first word of its name as its sort."""

    key: Key
    name: str
    on: bool = True


def settings_of(statement: Statement, path: str) -> Iterator[Setting]:
    """What the statement sets, whether in the CREATE of its object or later."""
    reader = _READERS.get(statement.node_kind)
    if reader is not None and statement.actions:
        yield from reader(statement, path)


def _view(statement: Statement, path: str) -> Iterator[Setting]:
    key = key_of(statement.actions[0], path)
    for name, on in _options(statement.tree.get("options", ())):
        if name in _VIEW_OPTIONS:
            yield Setting(key, f"option {name}", on)


def _function(statement: Statement, path: str) -> Iterator[Setting]:
    key = key_of(statement.actions[0], path)
    for item in statement.tree.get("options", statement.tree.get("actions", ())):
        fields = item.get("DefElem", {})
        argument: Node = fields.get("arg", {})
        if fields.get("defname") == "security":
            yield Setting(key, "function SECURITY DEFINER", bool(argument.get("Boolean", {}).get("boolval")))
        elif fields.get("defname") == "set":
            change = argument.get("VariableSetStmt", {})
            reset = change.get("kind") in ("VAR_RESET", "VAR_RESET_ALL")
            yield Setting(key, f"function SET {change.get('name', '')}", not reset)


def _alter(statement: Statement, path: str) -> Iterator[Setting]:
    commands = [item.get("AlterTableCmd", {}) for item in statement.tree.get("cmds", ())]
    for action in statement.actions:
        if action.kind == "row level security":
            key: Key = ("relation", action.schema or path, action.name)
            yield Setting(key, "row level security", action.verb == "enable")
        elif action.kind == "trigger" and action.verb in ("disable", "enable") and action.name:
            yield Setting(key_of(action, path), "disabled", action.verb == "disable")
        elif action.kind in ("view", "table") and action.detail in ("set rel options", "reset rel options"):
            for command in commands:
                for name, on in _options(command.get("def", {}).get("List", {}).get("items", ())):
                    if name in _VIEW_OPTIONS:
                        on = on and action.detail.startswith("set")
                        yield Setting(key_of(action, path), f"option {name}", on)


def _grant(statement: Statement, path: str) -> Iterator[Setting]:
    for item, action in zip(statement.tree.get("objects", ()), statement.actions, strict=False):
        if action.kind.startswith("all "):
            yield Setting(("relation" if "table" in action.kind else "function", action.name), "grant")
        elif action.kind in ROUTINES:
            fields = item.get("ObjectWithArgs", {})
            unknown = fields.get("args_unspecified")
            arguments = ANY_ARGUMENTS if unknown else argument_types(fields.get("objfuncargs"))
            yield Setting(("function", action.schema or path, action.name, arguments), "grant")
        elif action.kind in RELATIONS:
            yield Setting(key_of(action, path), "grant")


def _comment(statement: Statement, path: str) -> Iterator[Setting]:
    action = statement.actions[0]
    if action.kind in RELATIONS | ROUTINES | {"trigger", "policy", "constraint"}:
        yield Setting(_routine_key(action.kind, statement, path), "comment", bool(statement.tree.get("comment")))


def _routine_key(kind: str, statement: Statement, path: str) -> Key:
    action = statement.actions[0]
    if kind not in ROUTINES:
        return key_of(action, path)
    fields = statement.tree.get("object", {}).get("ObjectWithArgs", {})
    arguments = ANY_ARGUMENTS if fields.get("args_unspecified") else argument_types(fields.get("objfuncargs"))
    return ("function", action.schema or path, action.name, arguments)


def _index(statement: Statement, path: str) -> Iterator[Setting]:
    action = statement.actions[0]
    key: Key = ("relation", action.relation_schema or path, action.relation)
    yield Setting(key, f"index {action.name}")


def _trigger(statement: Statement, path: str) -> Iterator[Setting]:
    action = statement.actions[0]
    key: Key = ("relation", action.relation_schema or path, action.relation)
    yield Setting(key, f"trigger {action.name}")


def _policy(statement: Statement, path: str) -> Iterator[Setting]:
    action = statement.actions[0]
    key: Key = ("relation", action.relation_schema or path, action.relation)
    yield Setting(key, f"policy {action.name}")


def _options(items: Any) -> Iterator[tuple[str, bool]]:
    for item in items:
        fields = item.get("DefElem", {})
        argument: Node = next(iter(fields.get("arg", {}).values()), {})
        value = argument.get("sval", "")
        if not value and "names" in argument:
            value = strings(argument["names"])[-1]
        yield fields.get("defname", ""), value.lower() not in _OFF and argument.get("boolval", True) is not False


_READERS = {
    "ViewStmt": _view,
    "CreateFunctionStmt": _function,
    "AlterFunctionStmt": _function,
    "AlterTableStmt": _alter,
    "GrantStmt": _grant,
    "CommentStmt": _comment,
    "IndexStmt": _index,
    "CreateTrigStmt": _trigger,
    "CreatePolicyStmt": _policy,
}
# The kinds of statements that may set something.
READ = frozenset(_READERS)
