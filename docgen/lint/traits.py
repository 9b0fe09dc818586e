"""Traits: the settings that the chain has given to its objects, and those that a later CREATE of the object lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.lint.keys import Key, key_of
from docgen.lint.settings import ANY_ARGUMENTS, READ, Setting, settings_of
from docgen.sql.statement import Action, Statement

_CREATES = frozenset({"ViewStmt", "CreateFunctionStmt", "CreateTrigStmt", "CreateStmt", "CreateTableAsStmt"})
# What CREATE OR REPLACE resets; the rest it keeps.
_RESET_BY_REPLACE = ("option", "function", "disabled")


class Place(NamedTuple):
    """Where a setting was made, and by which statements; "" for one that others could not repeat."""

    file: str
    line: int
    texts: tuple[str, ...] = ()


class Loss(NamedTuple):
    """One setting that a statement took away by making its object anew."""

    key: Key
    name: str
    before: Place
    statement: Statement
    action: Action


class Traits:
    """The settings of every object that has some, in the order of the chain."""

    def __init__(self) -> None:
        self._file = ""
        self._held: dict[Key, dict[str, Place]] = {}
        self._dropped: dict[Key, dict[str, Place]] = {}
        self._losses: list[Loss] = []
        self._overloads: dict[Key, set[Key]] = {}
        self._indexed: dict[str, Key] = {}

    def open(self, file: str) -> None:
        """Begins a file: the losses of the one before are told."""
        self._file = file
        self._dropped, self._losses = {}, []

    @property
    def lossy(self) -> bool:
        """Whether the file has lost anything by now."""
        return bool(self._losses)

    def losses(self, *sorts: str) -> Iterator[Loss]:
        """What the file has lost by now and not set again, of these sorts of settings."""
        for loss in self._losses:
            if loss.name.partition(" ")[0] in sorts:
                yield loss

    def read(self, statement: Statement, path: str) -> None:
        """Takes in what a statement sets, drops, renames and makes anew."""
        kind = statement.node_kind
        if kind == "DropStmt":
            for action in statement.actions:
                self._drop(key_of(action, path), action)
        elif kind in ("RenameStmt", "AlterObjectSchemaStmt"):
            for action in statement.actions:
                self._rename(key_of(action, path), action)
        elif kind in _CREATES and statement.actions:
            self._create(statement, path)
        if kind in READ:
            for setting in settings_of(statement, path):
                self._take(setting, statement)

    def _take(self, setting: Setting, statement: Statement) -> None:
        if self._losses:
            self._losses = [one for one in self._losses if one.name != setting.name or not _same(one.key, setting.key)]
        if len(setting.key) == 2:
            return  # GRANT ... ON ALL TABLES IN SCHEMA
        if not setting.on:
            self._held.get(setting.key, {}).pop(setting.name, None)
            return
        held = self._held.setdefault(setting.key, {})
        before = held.get(setting.name)
        texts = before.texts if before is not None and setting.name == "grant" else ()
        held[setting.name] = Place(self._file, statement.line, (*texts, _repeatable(statement)))
        if setting.key[0] == "function":
            self._overloads.setdefault(setting.key[:3], set()).add(setting.key)
        if setting.name.startswith("index "):
            self._indexed[setting.name] = setting.key

    def _create(self, statement: Statement, path: str) -> None:
        action = statement.actions[0]
        if action.detail.startswith("temporary") or action.guarded:
            return
        key = key_of(action, path)
        lost = self._dropped.pop(_family(key), {})
        held = self._held.get(key, {})
        if action.replace and not lost:
            lost = {name: place for name, place in held.items() if name.startswith(_RESET_BY_REPLACE)}
        for name, place in lost.items():
            held.pop(name, None)
            # What this file set itself above is set again by its next run.
            if place.file != self._file:
                self._losses.append(Loss(key, name, place, statement, action))

    def _drop(self, key: Key, action: Action) -> None:
        if action.kind == "index":
            table = self._indexed.pop(f"index {action.name}", key)
            self._held.get(table, {}).pop(f"index {action.name}", None)
        elif action.kind in ("trigger", "policy"):
            table = ("relation", *key[1:3])
            self._held.get(table, {}).pop(f"{action.kind} {action.name}", None)
        for known in self._known(key):
            self._dropped.setdefault(_family(key), {}).update(self._held.pop(known))

    def _rename(self, key: Key, action: Action) -> None:
        for known in self._known(key):
            if action.verb == "set schema":
                new = (known[0], action.new_name, *known[2:])
            elif known[0] == "function":
                new = (*known[:2], action.new_name, *known[3:])
                self._overloads.setdefault(new[:3], set()).add(new)
            else:
                new = (*known[:-1], action.new_name)
            places = self._held.pop(known).items()
            self._held[new] = {name: Place(place.file, place.line, ("",)) for name, place in places}

    def _known(self, key: Key) -> list[Key]:
        if key[0] != "function":
            return [key] if key in self._held else []
        return [one for one in self._overloads.get(key[:3], ()) if one in self._held and _same(one, key)]


def _repeatable(statement: Statement) -> str:
    """The text of a statement that does one thing, whatever stands around it; "" for others."""
    conditional = statement.conditions or statement.handlers or statement.dynamic
    return statement.text if len(statement.actions) == 1 and not conditional else ""


def _family(key: Key) -> Key:
    """The key of an object whatever its arguments: a function made anew is often made with other ones."""
    return key[:3] if key[0] == "function" else key


def _same(one: Key, other: Key) -> bool:
    """Whether two keys mean one object; a function without its arguments means every one of that name."""
    if one == other:
        return True
    if len(other) == 2:
        return one[:2] == other
    if one[0] != "function" or one[:3] != other[:3]:
        return False
    return not {"", ANY_ARGUMENTS}.isdisjoint({*one[3:], *other[3:]})
