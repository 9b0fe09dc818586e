"""Conflicts: migrations that cannot both be meant, found by walking the chain as a fresh database would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docgen.analysis import explain
from docgen.analysis.chain import Chain, Made
from docgen.analysis.definitions import constraint_name, difference, differences
from docgen.analysis.provenance import search_path
from docgen.model.migration import Conflict, Migration
from docgen.model.name import Name, quote
from docgen.sql.parse import parse
from docgen.sql.statement import Action, Statement
from docgen.sql.structure import Structure

_RELATIONS = frozenset(("table", "foreign table", "view", "materialized view", "sequence", "index"))
_PARTS = frozenset(("constraint", "policy", "trigger", "rule"))
_OBJECTS = frozenset(
    ("type", "domain", "function", "procedure", "aggregate", "schema", "extension", "publication", "collation")
)
_TYPES = frozenset(("type", "domain"))


def conflicts(
    migrations: Sequence[Migration], statements: Callable[[str], Sequence[Statement]] = parse
) -> tuple[Conflict, ...]:
    """Names that two statements make, tables redefined, renames onto taken names; in the order of the second place.

    What a later file drops or renames away first is no conflict. ``statements`` parses a file: a caller that has
    parsed the files already gives its own. A name without a schema is found along the file's search_path, and made in
    the first schema of it; public without one.
    """
    chain = Chain()
    return tuple(
        conflict
        for migration in migrations
        for step in (_Step(chain, migration),)
        for statement in statements(migration.sql)
        for conflict in step.statement(statement)
    )


class _Step:
    """One statement's way into the chain: each action either takes names, frees them, or meets a taken one."""

    def __init__(self, chain: Chain, migration: Migration) -> None:
        self.chain = chain
        self.sql = migration.sql
        self.path = migration.path
        self.schemas: tuple[str, ...] = ("public",)

    def statement(self, statement: Statement) -> Iterator[Conflict]:
        self.schemas = search_path(statement.node, self.schemas)
        for inner in statement.inner:
            yield from self.statement(inner)
        skipped = False
        before = list(self._altered(statement))
        for action in statement.actions:
            if action.detail == "temporary":
                return
            if not (skipped and action.inline):  # what stands inside a CREATE that is skipped is not made
                for found in self._action(statement, action):
                    skipped = True
                    if isinstance(found, Conflict):
                        yield found
        for table in before:
            self.chain.tables.altered(table, statement.text)

    def _altered(self, statement: Statement) -> Iterator[Name]:
        """The table whose columns or constraints an ALTER TABLE changes."""
        if statement.node_kind in ("AlterTableStmt", "RenameStmt") and statement.actions[:1]:
            action = statement.actions[0]
            if action.kind in ("column", "constraint"):
                yield self._table(action)

    def _action(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        """The conflicts; None where the action is skipped because what it makes is there."""
        verb, kind = action.verb, action.kind
        if verb == "create" and kind in _RELATIONS:
            yield from self._create_relation(statement, action)
        elif verb in ("create", "add") and kind in _PARTS:
            yield from self._create_part(statement, action)
        elif verb == "add" and kind == "column":
            yield from self._add_column(statement, action)
        elif verb == "create" and kind in _OBJECTS:
            yield from self._create_object(statement, action)
        elif verb == "add" and kind == "enum value":
            yield from self._take_label(
                statement, action, self._name(action.relation_schema, action.relation), action.name
            )
        elif verb in ("rename", "set schema") and kind in _RELATIONS:
            yield from self._rename_relation(statement, action)
        elif verb == "rename":
            self._rename(action)
        elif verb == "alter" and kind == "column" and action.detail.startswith("type "):
            columns = self.chain.columns.get(self._table(action), {})
            if action.name in columns:
                columns[action.name] = action.detail.removeprefix("type ")
        elif verb == "drop":
            self._drop(action)

    def _create_relation(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        table = self._table(action) if action.kind == "index" else None
        name = Name(table.schema, action.name) if table else self._name(action.schema, action.name)
        if not action.name:
            return
        made = self._made(statement, action, name.schema)
        first = self.chain.relations.get(name)
        if first is None:
            self.chain.add_relation(name, made, table)
            if action.kind == "table" and any(one.kind == "column" for one in statement.actions):
                self.chain.columns[name] = {}  # filled by the columns that stand inside
                self.chain.tables.created(name, statement.text)
            return
        yield None
        if action.replace and first.kind == made.kind:
            return
        if not _is_guarded(statement, action):
            yield explain.made_twice(str(name), first, made)
        elif first.kind != made.kind:
            yield explain.skipped(str(name), first, made)
        elif action.kind == "table" and name in self.chain.columns:
            wanted = {one.name: one.detail for one in statement.actions if one.kind == "column" and one.inline}
            unlike = differences(self.chain.columns[name], wanted) if wanted else ()
            unlike += tuple(map(difference, self.chain.tables.differences(name, statement.text) if wanted else ()))
            if unlike:
                yield explain.redefined(str(name), first, made, unlike)
        elif action.kind == "index" and first.definition != made.definition:
            yield explain.skipped(str(name), first, made)

    def _create_part(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        table = self._table(action)
        name = constraint_name(table, action) if action.kind == "constraint" else action.name
        if not name:
            return
        made = self._made(statement, action, table.schema)
        first = self.chain.part(table, action.kind, name)
        spelled = f"{table}.{quote(name)}"
        owns_index = action.kind == "constraint" and action.detail in ("unique", "primary key", "exclude")
        if first is None and owns_index:
            if action.target:  # USING INDEX: the index becomes the constraint's and takes its name
                self.chain.drop_relation(Name(table.schema, action.target))
            first = self.chain.relations.get(Name(table.schema, name))  # its index shares the relations' room
        if first is None:
            self.chain.add_part(table, action.kind, name, made)
            if owns_index:
                self.chain.add_relation(Name(table.schema, name), made, table)
        elif not action.name:  # PostgreSQL makes up another name for the twin
            if first.definition == made.definition and not _is_guarded(statement, action):
                yield explain.twin(spelled, first, made)
        elif action.replace:
            yield None
        elif not _is_guarded(statement, action):
            yield explain.made_twice(spelled, first, made)
        elif first.definition != made.definition:
            yield explain.skipped(spelled, first, made)

    def _add_column(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        table = self._table(action)
        made = self._made(statement, action, table.schema)
        first = self.chain.part(table, "column", action.name)
        if first is None:
            self.chain.add_part(table, "column", action.name, made)
            if table in self.chain.columns:
                self.chain.columns[table][action.name] = action.detail
            return
        yield None
        spelled = f"{table}.{quote(action.name)}"
        if not _is_guarded(statement, action):
            yield explain.made_twice(spelled, first, made)
        elif self.chain.columns.get(table, {}).get(action.name, action.detail) != action.detail:
            yield explain.skipped(spelled, first, made)
        else:
            found = self.chain.tables.structure(table).of_column(Structure((statement.text,)), action.name)
            if any(one.wanted for one in found):
                yield explain.skipped(spelled, first, made, tuple(map(difference, found)))

    def _create_object(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        name = (
            Name("", action.name)
            if action.kind in ("schema", "extension", "publication")
            else self._name(action.schema, action.name)
        )
        made = self._made(statement, action, name.schema)
        kind = "type" if action.kind in _TYPES else action.kind
        overload = "" if kind == "type" else action.detail
        taken = self.chain.objects.setdefault((kind, name), {})
        first = taken.get(overload)
        if first is None:
            taken[overload] = made
            for label in _labels(statement) if kind == "type" else ():
                self.chain.objects[("enum value", name)] = self.chain.objects.get(("enum value", name), {}) | {
                    label: made
                }
        elif action.replace:
            taken[overload] = made
        elif not _is_guarded(statement, action):
            yield explain.made_twice(str(name), first, made)
        elif kind == "type" and first.definition != made.definition:
            yield explain.skipped(str(name), first, made)

    def _take_label(self, statement: Statement, action: Action, type_: Name, label: str) -> Iterator[Conflict | None]:
        made = self._made(statement, action, type_.schema)
        taken = self.chain.objects.setdefault(("enum value", type_), {})
        first = taken.setdefault(label, made)
        if first is not made and not _is_guarded(statement, action):
            yield explain.made_twice(f"{type_}.{quote(label)}", first, made)

    def _rename_relation(self, statement: Statement, action: Action) -> Iterator[Conflict | None]:
        old = self._found(action.schema, action.name)
        moves = action.verb == "set schema"
        new = Name(action.new_name, old.name) if moves else Name(old.schema, action.new_name)
        made = self._made(statement, action, old.schema)
        taken, gone = self.chain.relations.get(new), self.chain.renamed.get(old)
        checks_target = bool(statement.handlers) or any(new.name in one for one in statement.conditions)
        if taken is not None:
            if not checks_target:
                yield explain.rename_onto(str(old), str(new), taken, made, old in self.chain.relations)
        elif gone is not None and old not in self.chain.relations:
            if not (action.guarded or statement.conditions or statement.handlers):
                yield explain.renamed_twice(str(old), gone, made)
        elif old in self.chain.relations or not (action.guarded or statement.conditions):
            self.chain.rename_relation(old, new, made)

    def _rename(self, action: Action) -> None:
        if action.kind in _PARTS or action.kind == "column":
            self.chain.rename_part(self._table(action), action.kind, action.name, action.new_name)
        elif action.kind in _OBJECTS:
            kind = "type" if action.kind in _TYPES else action.kind
            for key in (
                (kind, self._name(action.schema, action.name)),
                ("enum value", self._name(action.schema, action.name)),
            ):
                if key in self.chain.objects:
                    self.chain.objects[key[0], Name(key[1].schema, action.new_name)] = self.chain.objects.pop(key)

    def _drop(self, action: Action) -> None:
        if action.kind in _RELATIONS:
            self.chain.drop_relation(self._found(action.schema or action.relation_schema, action.name))
        elif action.kind in _PARTS or action.kind == "column":
            self.chain.drop_part(self._table(action), action.kind, action.name)
        elif action.kind in _OBJECTS:
            if action.kind == "schema":
                self.chain.drop_schema(action.name)
            plain = action.kind in ("schema", "extension", "publication")
            name = Name("", action.name) if plain else self._name(action.schema, action.name)
            kind = "type" if action.kind in _TYPES else action.kind
            self.chain.drop_object(kind, name, "" if kind == "type" or plain else action.detail)
            self.chain.drop_object("enum value", name)

    def _name(self, schema: str, name: str) -> Name:
        """Where a name without a schema is made."""
        return Name(schema or self.schemas[0], name)

    def _found(self, schema: str, name: str) -> Name:
        """What a name means: without a schema the first in the search path that has it."""
        places = [Name(place, name) for place in ((schema,) if schema else self.schemas)]
        return next((place for place in places if place in self.chain.relations), places[0])

    def _table(self, action: Action) -> Name:
        return self._found(action.relation_schema, action.relation)

    def _made(self, statement: Statement, action: Action, schema: str) -> Made:
        line = statement.line + self.sql.count("\n", statement.start, action.start)
        return Made(action.kind, self.path, line, statement.text, action, self.sql, schema)


def _is_guarded(statement: Statement, action: Action) -> bool:
    """Whether the statement does nothing where the name is taken, as far as the text tells."""
    return action.guarded or action.replace or bool(statement.handlers or statement.conditions)


def _labels(statement: Statement) -> tuple[str, ...]:
    return tuple(label.get("String", {}).get("sval", "") for label in statement.tree.get("vals", ()))
