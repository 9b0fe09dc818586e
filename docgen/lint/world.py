"""World: what each action makes of the facts; a layer on top of a world tries a second run."""

from __future__ import annotations

import msgspec

from docgen.lint.calls import taken_away
from docgen.lint.copies import copied
from docgen.lint.drops import Drops
from docgen.lint.facts import Fact
from docgen.lint.keys import ON_RELATION, ON_TYPE, RELATIONS, TYPES, Key, key_of, object_name, relation_key
from docgen.lint.reads import constants_in, in_order, type_class, type_name, types_in
from docgen.lint.seeds import Seeds, inserted_rows
from docgen.sql.statement import Action, Statement
from docgen.sql.tree import strings

_FROM_ELSEWHERE = ("with", "copy")


class World(Drops):
    """Facts that follow the statements. A world with a parent reads through to it and never changes it."""

    def __init__(self, parent: World | None = None) -> None:
        super().__init__(parent)
        self.fresh: set[Key] = set()  # relations that this layer created or emptied
        self.deleted: dict[Key, set[str]] = {}  # constants by which rows of a table were deleted
        self.taken: set[int] = set()  # where this file creates, without a guard, what is there already
        self.retyped: dict[int, str] = {}  # the type that a column had before this file changes it, by the place
        self.other_types: set[Key] = set()  # columns to which this layer gave another class of types
        self.seeds: Seeds = parent.seeds if parent else Seeds()
        self.temporary: set[Key] = set()  # relations that the session takes along when it ends

    def open(self, file: str) -> None:
        """Begins a file."""
        self.file, self.path = file, "public"
        self.fresh, self.removed, self.taken, self.other_types, self.retyped = set(), set(), set(), set(), {}
        self.uses.open()

    def second(self) -> World:
        """The world of the file's second run."""
        again = World(self)
        again.path = "public"
        return again

    def trial(self) -> World:
        """A layer to try one statement on, which goes on where this world is."""
        layer = World(self)
        layer.fresh, layer.deleted, layer.line = set(self.fresh), dict(self.deleted), self.line
        return layer

    def after_drops(self, statement: Statement) -> World:
        """The world once the statement has dropped what it drops: an ALTER TABLE does that first."""
        drops = [action for action in statement.actions if action.verb == "drop"] if statement.actions[1:] else []
        if not drops:
            return self
        layer = self.trial()
        for action in drops:
            layer.apply(action, statement)
        return layer

    def run(self, statement: Statement) -> None:
        """Applies what a statement does, whether or not its guard lets it."""
        for action in in_order(statement):
            self.apply(action, statement)
        if statement.node_kind == "SelectStmt":
            self.call(statement)

    def call(self, statement: Statement) -> None:
        """Applies what the functions of a SELECT take away by their names."""
        for kind, schema, table in taken_away(statement):
            for key in [part for part in self._part_keys(relation_key(schema, table, self.path)) if part[0] == kind]:
                self.note(key, False, None)

    def apply(self, action: Action, statement: Statement) -> None:
        """Applies one action."""
        key = key_of(action, self.path)
        if action.verb in ("create", "add", "attach", "import"):
            self._create(key, action, statement)
        elif action.verb in ("drop", "detach"):
            self._drop(key, action)
        elif action.verb in ("rename", "set schema"):
            self._rename(key, action)
        elif action.kind == "row":
            self._change_rows(relation_key(action.relation_schema, action.relation, self.path), action, statement)
        elif action.kind == "column" and action.detail.startswith("type "):
            fact = self.fact(key)
            if fact is not None and fact.present and fact.action is not None:
                self.retyped[action.start] = fact.action.detail
                made = msgspec.structs.replace(fact.action, detail=action.detail.removeprefix("type "))
                self.uses.note_type(key, type_name(made))
                if type_class(made.detail) != type_class(fact.action.detail):
                    self.other_types.add(key)
                self._facts[key] = msgspec.structs.replace(fact, action=made)
        elif action.detail in ("add identity", "drop identity", "drop expression"):
            self.note((action.detail.split()[1], *key[1:]), action.detail == "add identity", action)

    def end_session(self) -> None:
        """The next run is in a session of its own: no temporary relation is left."""
        for key in self.temporary:
            if self.present(key):
                self.note(key, False, None)
                self._remove_parts(key)
        self.temporary = set()

    def note(self, key: Key, present: bool, action: Action | None, made: Action | None = None) -> None:
        """Notes that an object exists, or does not; of a column that is gone it stays known which type it had."""
        if key[0] == "column":
            fact = self.fact(key)
            before = (fact.made or fact.action) if fact is not None else None
            if not present:
                made = before if before is not None and before.kind == "column" else None
            elif before is not None and action is not None and type_class(before.detail) != type_class(action.detail):
                self.other_types.add(key)
        super().note(key, present, action, made)

    def _create(self, key: Key, action: Action, statement: Statement) -> None:
        kind = action.kind
        if action.verb == "attach":
            self.note((f"attached {action.detail}", *key[1:], action.target), True, action)
            return
        if self.present(key):
            if action.guarded:
                return
            self.taken.add(action.start)
            if (statement.conditions or statement.handlers) and not action.replace:
                return  # its guard looks for what is there
        table = relation_key(action.relation_schema, action.relation, self.path)
        if kind == "column":
            if table in self.fresh or not action.inline:
                self.note(key, True, action)
                self._add_part(table, key)
                self.uses.note_type(key, type_name(action))
            return
        if kind == "constraint" and action.inline and self._skipped(table, action):
            return
        if kind in ("table", "foreign table", "type"):
            self.seeds.forget(key)
            self._remove_parts(key)
            self.fresh.add(key)
        self.note(key, True, action)
        if action.detail.startswith("temporary"):
            self.temporary.add(key)
        if kind in ON_RELATION or kind == "index":
            self._add_part(table, key)
        elif kind in ON_TYPE:
            self._add_part(("type", *table[1:]), key)
        if kind == "constraint" and action.detail in ("unique", "exclude", "primary key"):
            self._index_of_constraint(key, table, action)
        self._note_uses(key, action, statement)
        if kind == "type":
            self._create_labels(key, action, statement)
        elif kind == "table":
            self._create_parts(key, action, statement)

    def _create_labels(self, key: Key, action: Action, statement: Statement) -> None:
        for label in strings(statement.node.get("CreateEnumStmt", {}).get("vals")):
            self._add_part(key, ("enum value", *key[1:], label))
            self.note(("enum value", *key[1:], label), True, action)

    def _create_parts(self, key: Key, action: Action, statement: Statement) -> None:
        if "tableElts" in statement.tree:
            for part in copied(statement.tree, self.path, self._made):
                self._create(key_of(part, self.path), part, statement)
        if action.detail == "partition":
            self._add_part(relation_key(action.schema, action.target, self.path), key)

    def _note_uses(self, key: Key, action: Action, statement: Statement) -> None:
        if action.detail == "foreign key" and action.target:
            self.uses.note(key, (action.target,))
        elif action.kind in ("view", "materialized view"):
            read = self.uses.query(statement.node)
            self.uses.note(key, read.names, read.columns)
        elif action.kind == "trigger":
            columns = frozenset(strings(statement.tree.get("columns")))
            self.uses.note(key, (action.target, action.relation), columns)
        elif action.kind == "policy":
            self.uses.note(key, self.uses.query(statement.node).names - {action.relation})
        elif action.kind == "function":
            self.uses.note(key, types_in(statement.tree.get("parameters"), statement.tree.get("returnType")))
        else:
            self.uses.forget(key)

    def _made(self, table: Key, kind: str) -> list[Action]:
        """The actions that made the parts of a table, by its columns where the server names them."""
        return [fact.action for fact in self.parts(table, kind) if fact.action is not None]

    def _change_rows(self, table: Key, action: Action, statement: Statement) -> None:
        if action.verb in ("truncate", "delete"):
            self._empty(table, statement)
            self._forget_rows(table)
        elif action.verb in ("update", "merge"):
            self.seeds.change(table)
        elif not action.detail.startswith(_FROM_ELSEWHERE) and not (statement.conditions or statement.handlers):
            columns = action.columns or tuple(made.name for made in self._made(table, "column"))
            rows = inserted_rows(statement.node.get("InsertStmt", {}))
            self.seeds.note(table, columns, rows, (self.file, statement.start))

    def _forget_rows(self, table: Key) -> None:
        """Rows go, and those of other tables that refer to them may go with them."""
        if self.seeds.forget(table):
            for user in self.uses.of(table[2]):
                if user[0] == "constraint":
                    self._forget_rows(relation_key(user[1], user[2], self.path))

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
        self._add_part(table, index)
        if action.detail == "primary key":
            self.note(("primary key", *table[1:]), True, action)
            self._add_part(table, ("primary key", *table[1:]))

    def _rename(self, key: Key, action: Action) -> None:
        made_by = self._renamed(key, action)
        self.note(key, False, action)
        if action.verb == "set schema":
            new = (key[0], action.new_name, *key[2:])
        elif key[0] == "function":
            new = (*key[:2], action.new_name, *key[3:])
        else:
            new = (*key[:-1], action.new_name)
        if action.kind in RELATIONS:
            self.seeds.rename(key, new)
        elif action.kind == "column":
            self.seeds.change(("relation", *key[1:3]))
        moved = self._moved_parts(key, new) if action.kind in RELATIONS or action.kind in TYPES else []
        self._remove_parts(key)
        self.note(new, True, made_by)
        for part, held in moved:
            made = held.action
            if made is not None and made.kind == "table":  # a partition
                made = msgspec.structs.replace(made, target=action.new_name)
            elif made is not None and made.relation == action.name and action.verb == "rename":
                # What PostgreSQL named after the table keeps that name.
                made = msgspec.structs.replace(made, relation=action.new_name, name=object_name(made))
            self.note(part, True, made)
            self._add_part(new, part)
        if action.kind in ON_RELATION:
            self._add_part(("relation", *key[1:3]), new)
            if action.kind == "column":
                self.uses.note_type(new, type_name(made_by))
            elif made_by.detail in ("unique", "exclude", "primary key"):
                self.note(("relation", key[1], key[-1]), False, action)
                self._index_of_constraint(new, ("relation", *key[1:3]), made_by)
        elif action.kind == "index" and made_by.relation:
            table = relation_key(made_by.relation_schema, made_by.relation, self.path)
            self._add_part(table, new)
        elif action.kind in ON_TYPE:
            self._add_part(("type", *key[1:3]), new)
        elif action.kind in TYPES:
            self._retype(action.name, action.new_name)
        elif action.kind in RELATIONS and action.verb == "rename":
            for user in self.uses.rename(action.name, action.new_name):
                fact = self.fact(user)
                if fact is not None and user[0] not in ("policy", "function"):
                    self._facts[user] = msgspec.structs.replace(fact, file=self.file)

    def _renamed(self, old: Key, action: Action) -> Action:
        """What made the object, under its new name; the renaming itself where that is not known."""
        fact = self.fact(old)
        made = fact.action if fact is not None else None
        if made is None or action.verb != "rename" or made.verb not in ("create", "add") or made.kind != action.kind:
            return action
        return msgspec.structs.replace(made, name=action.new_name)

    def _retype(self, old: str, new: str) -> None:
        """Columns follow the type that is renamed below them."""
        for key in self.uses.of_type(old):
            fact = self.fact(key)
            if fact and fact.present and fact.action and type_name(fact.action) == old:
                self._facts[key] = msgspec.structs.replace(
                    fact, action=msgspec.structs.replace(fact.action, detail=new)
                )
                self.uses.note_type(key, new)

    def _moved_parts(self, old: Key, new: Key) -> list[tuple[Key, Fact]]:
        moved = []
        for part in self._part_keys(old):
            fact = self.fact(part)
            if fact is not None and fact.present:
                moved.append(((part[0], *new[1:], *part[3:]) if part[0] != "relation" else part, fact))
        return moved
