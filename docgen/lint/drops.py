"""Drops: what a DROP or DETACH takes away beside the object itself: parts, indexes, what CASCADE reaches."""

from __future__ import annotations

import msgspec

from docgen.lint.facts import Facts
from docgen.lint.keys import RELATIONS, ROUTINES, TYPES, Key, object_name, relation_key
from docgen.lint.reads import type_name
from docgen.sql.statement import Action


class Drops(Facts):
    """Facts that follow what is dropped."""

    def _drop(self, key: Key, action: Action) -> None:
        if action.verb == "detach":
            self.note((f"attached {action.detail}", *key[1:], action.target), False, action)
            self._set_free(relation_key(action.schema, action.target, self.path))
            return
        if key[0] == "relation" and self._is_another_kind(key, action):
            return
        if key[0] == "function" and not action.detail:
            for other in [key, *(known for known in self._keys_named(action.name) if known[:2] == key[:2])]:
                self.note(other, False, action)
        else:
            self.note(key, False, action)
        if action.kind in RELATIONS or action.kind in TYPES:
            self._remove_parts(key)
        elif action.kind == "constraint":
            self._drop_constraint(key, action)
        elif action.kind == "column":
            self._drop_column(key, action)
        elif action.kind == "schema":
            self._drop_schema(action)
        if action.target == "cascade":
            self._cascade(action)

    def _is_another_kind(self, key: Key, action: Action) -> bool:
        """Whether a relation of that name is there that a DROP of this kind does not take."""
        fact = self.fact(key)
        made = fact.action if fact is not None and fact.present else None
        return made is not None and made.verb == "create" and made.kind in RELATIONS and made.kind != action.kind

    def _drop_constraint(self, key: Key, action: Action) -> None:
        _, schema, table, name = key
        index = ("relation", schema, name)
        if self.present(index):
            self.note(index, False, action)
        primary = self.fact(("primary key", schema, table))
        held = object_name(primary.action) if primary and primary.action else f"{table}_pkey"
        if held == name:
            self.note(("primary key", schema, table), False, action)

    def _drop_column(self, key: Key, action: Action) -> None:
        table = ("relation", key[1], key[2])
        for part in list(self._part_keys(table)):
            fact = self.fact(part)
            held = fact.action if fact and fact.present else None
            if held and held.kind in ("index", "constraint") and action.name in held.columns:
                self.note(part, False, action)
                if held.detail == "primary key":
                    self.note(("primary key", *key[1:3]), False, action)
        for kind in ("identity", "expression"):
            self.note((kind, *key[1:]), False, action)

    def _drop_schema(self, action: Action) -> None:
        for key, fact in self._all_facts().items():
            if len(key) > 2 and key[1] == action.name and fact.present:
                self.note(key, False, action)

    def _cascade(self, action: Action) -> None:
        pending = [action.name]
        while pending:
            name = pending.pop()
            for key in self.uses.of(name):
                if key[0] != "trigger" and self.present(key):
                    self.note(key, False, action)
                    self._remove_parts(key)
                    pending += [key[2]] * (key[0] == "relation")
        if action.kind not in RELATIONS and action.kind not in TYPES and action.kind not in ROUTINES:
            return
        for key in list(self._all_facts()) if action.kind in TYPES else list(self._aimed_at(action.name)):
            fact = self.fact(key)
            if fact is not None and fact.present and fact.action is not None and _falls_with(action, fact.action):
                self.note(key, False, action)

    def _set_free(self, table: Key) -> None:
        """A partition that is detached does not go with its parent any more."""
        fact = self.fact(table)
        if fact is not None and fact.action is not None:
            free = msgspec.structs.replace(fact.action, target="")
            self._facts[table] = msgspec.structs.replace(fact, action=free)


def _falls_with(dropped: Action, made: Action) -> bool:
    """Whether DROP ... CASCADE takes along what ``made`` created."""
    if made.kind == "column":
        return dropped.kind in TYPES and type_name(made) == dropped.name
    return made.target == dropped.name and (
        made.detail == "foreign key" or (made.kind == "trigger" and dropped.kind in ROUTINES)
    )
