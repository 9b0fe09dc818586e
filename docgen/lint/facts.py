"""Facts: which objects exist, by key, in layers; what a name, a relation's parts and its users are."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from docgen.lint.keys import Key
from docgen.lint.uses import Uses
from docgen.sql.statement import Action


class Fact(msgspec.Struct, frozen=True, gc=False):
    """What is known of one object: whether it exists, and what said so where."""

    present: bool
    action: Action | None = None
    file: str = ""
    line: int = 0
    made: Action | None = None  # of a column that is gone: what had made it, so that its type stays known


_NONE: frozenset[Key] = frozenset()


class Facts:
    """Facts by key. A layer with a parent reads through to it and never changes it."""

    def __init__(self, parent: Facts | None = None) -> None:
        self.parent = parent
        self.file: str = parent.file if parent else ""
        self.line = 0
        self.path: str = parent.path if parent else "public"  # the schema of unqualified names
        self.removed: set[Key] = set()  # what this layer dropped or renamed away
        self.uses: Uses = parent.uses if parent else Uses()
        self._facts: dict[Key, Fact] = {}
        self._parts: dict[Key, set[Key]] = {}
        self._by_name: dict[str, set[Key]] = {}
        self._unsorted: list[Key] = []  # what is not in _by_name yet: few files ask for names
        self._aimed: dict[str, set[Key]] = {}  # foreign keys and triggers by the table or function that they name

    def fact(self, key: Key) -> Fact | None:
        """What is known of an object; None when no statement has touched it."""
        layer: Facts | None = self
        while layer is not None:
            found = layer._facts.get(key)
            if found is not None:
                return found
            layer = layer.parent
        return None

    def present(self, key: Key) -> bool | None:
        """Whether the object exists; None when that is not known."""
        layer: Facts | None = self
        while layer is not None:
            found = layer._facts.get(key)
            if found is not None:
                return found.present
            layer = layer.parent
        return None

    def named(self, name: str) -> Iterator[Fact]:
        """The facts of every object of that name, whatever its kind."""
        return (fact for _, fact in self.keyed(name))

    def keyed(self, name: str) -> Iterator[tuple[Key, Fact]]:
        """Every object of that name, whatever its kind, with its key."""
        layer: Facts | None = self
        seen: set[Key] = set()
        while layer is not None:
            for key in layer._names().get(name, ()):
                if key not in seen:
                    seen.add(key)
                    fact = self.fact(key)
                    if fact is not None:
                        yield key, fact
            layer = layer.parent

    def dependents(self, name: str) -> list[Key]:
        """What rests on ``name`` (views, foreign keys, triggers), and that this file made and that exists."""
        facts = ((key, self.fact(key)) for key in self.uses.of(name))
        return [key for key, fact in facts if fact is not None and fact.present and fact.file == self.file]

    def parts(self, table: Key, kind: str) -> list[Fact]:
        """The facts of a relation's existing parts of one kind, in the order they were made."""
        found = (self.fact(key) for key in self._part_keys(table) if key[0] == kind)
        facts = [fact for fact in found if fact is not None and fact.present]
        return sorted(facts, key=lambda fact: (fact.file, fact.line, fact.action.start if fact.action else 0))

    def note(self, key: Key, present: bool, action: Action | None, made: Action | None = None) -> None:
        """Notes that an object exists, or does not; ``made``: what had made it."""
        facts = self._facts
        if key not in facts:
            self._unsorted.append(key)
        facts[key] = Fact(present, action, self.file, self.line, made)
        if action is not None and action.target and (action.detail == "foreign key" or action.kind == "trigger"):
            self._aimed.setdefault(action.target, set()).add(key)
        if present:
            self.removed.discard(key)
        else:
            self.removed.add(key)

    def _remove_parts(self, table: Key) -> None:
        for part in list(self._part_keys(table)):
            fact = self.fact(part)
            if fact is None or not fact.present:
                continue
            is_table = fact.action is not None and fact.action.kind == "table"
            if is_table and fact.action is not None and fact.action.target != table[2]:
                continue  # it was detached
            if part[0] == "relation" and not is_table and fact.action is not None and fact.action.relation != table[2]:
                continue  # it went with its table to another name
            self.note(part, False, None)
            if is_table:
                self._remove_parts(part)

    def _add_part(self, table: Key, part: Key) -> None:
        own = self._parts.get(table)
        if own is None:
            self._parts[table] = {part}
        else:
            own.add(part)

    def _part_keys(self, table: Key) -> set[Key] | frozenset[Key]:
        own = self._parts.get(table, _NONE)
        if self.parent is None:
            return own
        above = self.parent._part_keys(table)
        return own | above if own else above

    def _names(self) -> dict[str, set[Key]]:
        for key in self._unsorted:
            self._by_name.setdefault(key[-1] if key[0] != "function" else key[2], set()).add(key)
        self._unsorted = []
        return self._by_name

    def _keys_named(self, name: str) -> list[Key]:
        own = list(self._names().get(name, ()))
        return own + self.parent._keys_named(name) if self.parent else own

    def _aimed_at(self, name: str) -> set[Key]:
        """What may be a foreign key or a trigger that names a table or function."""
        own = self._aimed.get(name, set())
        return own | self.parent._aimed_at(name) if self.parent else own

    def _all_facts(self) -> dict[Key, Fact]:
        return self.parent._all_facts() | self._facts if self.parent else self._facts.copy()
