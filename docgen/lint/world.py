"""World: which objects exist, as the statements read so far leave them; a layer on top tries a second run."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from docgen.lint.keys import ON_RELATION, ON_TYPE, RELATIONS, ROUTINES, TYPES, Key, key_of, object_name, relation_key
from docgen.lint.reads import constants_in, in_order, type_name, used_names
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings


class Fact(msgspec.Struct, frozen=True, gc=False):
    """What is known of one object: whether it exists, and what said so where."""

    present: bool
    action: Action | None = None
    file: str = ""
    line: int = 0


class World:
    """Facts by key. A world with a parent reads through to it and never changes it."""

    def __init__(self, parent: World | None = None) -> None:
        self.parent = parent
        self.path: str = parent.path if parent else "public"
        self.file: str = parent.file if parent else ""
        self.line = 0
        self.fresh: set[Key] = set()  # relations that this layer created or emptied
        self.removed: set[Key] = set()  # what this layer dropped or renamed away
        self.deleted: dict[Key, set[str]] = {}  # constants by which rows of a table were deleted
        self.taken: set[int] = set()  # where this file creates, without a guard, what is there already
        self.retyped: dict[int, str] = {}  # the type that a column had before this file changes it, by the place
        self.names: dict[str, set[Key]] = {}
        self._facts: dict[Key, Fact] = {}
        self._parts: dict[Key, set[Key]] = {}
        self._users: dict[str, set[Key]] = parent._users if parent else {}

    def trial(self) -> World:
        """A layer to try one statement on, which goes on where this world is."""
        layer = World(self)
        layer.fresh, layer.deleted, layer.line = set(self.fresh), dict(self.deleted), self.line
        return layer

    def fact(self, key: Key) -> Fact | None:
        """What is known of an object; None when no statement has touched it."""
        world: World | None = self
        while world is not None:
            found = world._facts.get(key)
            if found is not None:
                return found
            world = world.parent
        return None

    def present(self, key: Key) -> bool | None:
        """Whether the object exists; None when that is not known."""
        found = self.fact(key)
        return found.present if found is not None else None

    def named(self, name: str) -> Iterator[Fact]:
        """The facts of every object of that name, whatever its kind."""
        world: World | None = self
        seen: set[Key] = set()
        while world is not None:
            for key in world.names.get(name, ()):
                if key not in seen:
                    seen.add(key)
                    fact = self.fact(key)
                    if fact is not None:
                        yield fact
            world = world.parent

    def dependents(self, name: str) -> list[Key]:
        """The views over the relation ``name`` and the foreign keys to it that this file made and that exist."""
        facts = ((key, self.fact(key)) for key in self._users.get(name, ()))
        return [key for key, fact in facts if fact is not None and fact.present and fact.file == self.file]

    def parts(self, table: Key, kind: str) -> list[Fact]:
        """The facts of a relation's existing parts of one kind, in the order they were made."""
        found = (self.fact(key) for key in self._part_keys(table) if key[0] == kind)
        facts = [fact for fact in found if fact is not None and fact.present]
        return sorted(facts, key=lambda fact: (fact.file, fact.line, fact.action.start if fact.action else 0))

    def run(self, statement: Statement) -> None:
        """Applies what a statement does, whether or not its guard lets it."""
        for action in in_order(statement):
            self.apply(action, statement)

    def apply(self, action: Action, statement: Statement) -> None:
        """Applies one action."""
        key = key_of(action, self.path)
        if action.verb in ("create", "add", "attach", "import"):
            self._create(key, action, statement)
        elif action.verb in ("drop", "detach"):
            self._drop(key, action)
        elif action.verb in ("rename", "set schema"):
            self._rename(key, action)
        elif action.verb in ("truncate", "delete"):
            self._empty(relation_key(action.relation_schema, action.relation, self.path), statement)
        elif action.kind == "column" and action.detail.startswith("type "):
            fact = self.fact(key)
            if fact is not None and fact.present and fact.action is not None:
                self.retyped[action.start] = fact.action.detail
                made = msgspec.structs.replace(fact.action, detail=action.detail.removeprefix("type "))
                self._facts[key] = msgspec.structs.replace(fact, action=made)
        elif action.detail in ("add identity", "drop identity", "drop expression"):
            self.note((action.detail.split()[1], *key[1:]), action.detail == "add identity", action)

    def note(self, key: Key, present: bool, action: Action | None) -> None:
        """Notes that an object exists, or does not."""
        self._facts[key] = Fact(present, action, self.file, self.line)
        self.names.setdefault(key[-1] if key[0] != "function" else key[2], set()).add(key)
        (self.removed.discard if present else self.removed.add)(key)

    def _create(self, key: Key, action: Action, statement: Statement) -> None:
        table = relation_key(action.relation_schema, action.relation, self.path)
        owner = ("type", *table[1:])
        if action.verb == "attach":
            self.note((f"attached {action.detail}", *key[1:], action.target), True, action)
            return
        if self.present(key):
            if action.guarded:
                return
            self.taken.add(action.start)
        if action.inline and action.kind == "column" and table not in self.fresh:
            return
        if action.inline and action.kind == "constraint" and self._skipped(table, action):
            return
        if action.kind in ("table", "foreign table", "type"):
            self._remove_parts(key)
            self.fresh.add(key)
        self.note(key, True, action)
        for label in strings(statement.node.get("CreateEnumStmt", {}).get("vals")):
            self._parts.setdefault(key, set()).add(("enum value", *key[1:], label))
            self.note(("enum value", *key[1:], label), True, action)
        if action.kind in ON_RELATION or action.kind == "index":
            self._parts.setdefault(table, set()).add(key)
        elif action.kind in ON_TYPE:
            self._parts.setdefault(owner, set()).add(key)
        if action.detail in ("unique", "exclude", "primary key") and action.kind == "constraint":
            self._index_of_constraint(key, table, action)
        if action.detail == "foreign key" and action.target:
            self._users.setdefault(action.target, set()).add(key)
        if action.kind in ("view", "materialized view"):
            for name in used_names(statement.node):
                self._users.setdefault(name, set()).add(key)

    def _empty(self, table: Key, statement: Statement) -> None:
        where = statement.tree.get("whereClause")
        constants = {str(value) for value in constants_in(where)}
        if where is None or not constants:
            self.fresh.add(table)
        else:
            self.deleted.setdefault(table, set()).update(constants)

    def _skipped(self, table: Key, action: Action) -> bool:
        if table in self.fresh:
            return False
        fact = self.fact(("column", table[1], table[2], action.columns[0] if action.columns else ""))
        if fact is None or fact.action is None or fact.file != self.file:
            return True
        return not fact.action.start <= action.start <= fact.action.end

    def _index_of_constraint(self, key: Key, table: Key, action: Action) -> None:
        if action.target:
            self.note(relation_key(table[1], action.target, self.path), False, action)
        index = relation_key(table[1], key[-1], self.path)
        self.note(index, True, action)
        self._parts.setdefault(table, set()).add(index)
        if action.detail == "primary key":
            self.note(("primary key", *table[1:]), True, action)
            self._parts.setdefault(table, set()).add(("primary key", *table[1:]))

    def _drop(self, key: Key, action: Action) -> None:
        if action.verb == "detach":
            self.note((f"attached {action.detail}", *key[1:], action.target), False, action)
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
        for kind in ("identity", "expression"):
            self.note((kind, *key[1:]), False, action)

    def _drop_schema(self, action: Action) -> None:
        for key, fact in list(self._all_facts()):
            if len(key) > 2 and key[1] == action.name and fact.present:
                self.note(key, False, action)

    def _cascade(self, action: Action) -> None:
        pending = [action.name]
        while pending:
            name = pending.pop()
            for key in self._users.get(name, ()):
                if self.present(key):
                    self.note(key, False, action)
                    self._remove_parts(key)
                    pending += [key[2]] * (key[0] == "relation")
        for key, fact in list(self._all_facts()):
            made = fact.action if fact.present else None
            if made is None:
                continue
            hangs = made.kind == "trigger" and action.kind in ROUTINES and made.target == action.name
            refers = made.detail == "foreign key" and made.target == action.name
            typed = made.kind == "column" and type_name(made) == action.name
            if hangs or refers or (typed and action.kind in ("type", "domain")):
                self.note(key, False, action)

    def _rename(self, key: Key, action: Action) -> None:
        self.note(key, False, action)
        if action.verb == "set schema":
            new = (key[0], action.new_name, *key[2:])
        elif key[0] == "function":
            new = (*key[:2], action.new_name, *key[3:])
        else:
            new = (*key[:-1], action.new_name)
        moved = self._moved_parts(key, new) if action.kind in RELATIONS or action.kind in TYPES else []
        self._remove_parts(key)
        self.note(new, True, action)
        for part, fact in moved:
            self.note(part, True, fact.action)
            self._parts.setdefault(new, set()).add(part)
        if action.kind in ON_RELATION:
            self._parts.setdefault(("relation", *key[1:3]), set()).add(new)
        elif action.kind in ON_TYPE:
            self._parts.setdefault(("type", *key[1:3]), set()).add(new)
        elif action.kind in TYPES:
            self._retype(action.name, action.new_name)

    def _retype(self, old: str, new: str) -> None:
        """Columns follow the type that is renamed below them."""
        for key, fact in list(self._all_facts()):
            if key[0] == "column" and fact.present and fact.action and type_name(fact.action) == old:
                self._facts[key] = msgspec.structs.replace(
                    fact, action=msgspec.structs.replace(fact.action, detail=new)
                )

    def _moved_parts(self, old: Key, new: Key) -> list[tuple[Key, Fact]]:
        moved = []
        for part in self._part_keys(old):
            fact = self.fact(part)
            if fact is not None and fact.present:
                moved.append(((part[0], *new[1:], *part[3:]) if part[0] != "relation" else part, fact))
        return moved

    def _remove_parts(self, table: Key) -> None:
        for part in list(self._part_keys(table)):
            if self.present(part):
                self.note(part, False, None)

    def _part_keys(self, table: Key) -> set[Key]:
        own = self._parts.get(table, set())
        return own | self.parent._part_keys(table) if self.parent else own

    def _keys_named(self, name: str) -> list[Key]:
        own = list(self.names.get(name, ()))
        return own + self.parent._keys_named(name) if self.parent else own

    def _all_facts(self) -> Iterator[tuple[Key, Fact]]:
        yield from self._facts.items()
        if self.parent:
            yield from ((key, fact) for key, fact in self.parent._all_facts() if key not in self._facts)
