"""Provenance: which migration did what to which object, by parsing, followed through renames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from docgen.model.migration import Migration, Touch
from docgen.model.name import Name, quote
from docgen.sql.parse import parse
from docgen.sql.statement import Action, Statement

_PUBLIC = ("public",)
# What has no schema: its name alone is its spelling.
_GLOBAL = frozenset((
    "schema", "extension", "role", "publication", "event trigger", "foreign data wrapper", "server", "language",
    "access method", "tablespace", "database", "subscription", "cast", "transform", "user mapping",
    "default privileges", "large object", "foreign schema", "parameter",
))  # fmt: skip
_ROUTINES = frozenset(("function", "procedure", "aggregate", "routine"))
_HIDDEN = frozenset(("prepared statement", "option"))
_SUFFIXES = {"primary key": "pkey", "unique": "key", "foreign key": "fkey", "exclude": "excl"}
_NAME_BYTES = 63


def touches(migrations: Iterable[Migration]) -> tuple[Touch, ...]:
    """What every migration does to which object, in the order of the migrations and of their lines.

    Names without a schema are those of the file's search_path, public without one. What stands inside CREATE
    TABLE counts as its table; temporary tables do not count; statements in a DO block count as its own.
    """
    return tuple(deed.touch for deed in deeds(migrations) if deed.touch is not None and not deed.part)


class Deed(NamedTuple):
    """One touch with the action and the statement behind it; ``part``: it stands inside the CREATE of its table.

    A statement that parsing sees nothing in has one deed without touch and action.
    """

    path: str
    line: int  # of the statement
    statement: Statement
    touch: Touch | None = None
    action: Action | None = None
    part: bool = False


def deeds(migrations: Iterable[Migration]) -> Iterator[Deed]:
    """All that the migrations do, in their order, with what stands inside CREATE TABLE."""
    world = _World()
    for migration in migrations:
        yield from _File(migration, world).deeds()


def owner_of(touch: Touch) -> str:
    """What the touch speaks of, as a key: the spelling of the object that it hangs on, or its own.

    Routines end in (), as a table may have the name of one; what has no schema begins with its kind.
    """
    return touch.relation or key(touch.kind, touch.object)


def key(kind: str, spelling: str) -> str:
    """The spelling of an object of that kind, made different from those of other kinds with the same name."""
    if kind in _ROUTINES:
        return f"{spelling}()"
    return f"{kind} {spelling}" if kind in _GLOBAL else spelling


def history_of(touched: Iterable[Touch]) -> dict[str, tuple[Touch, ...]]:
    """Per object (``public.orders``, ``public.authorize()``, ``schema sales``) its touches, under its last name.

    A rename takes the history along: the old name begins anew. Where the new name was taken, both histories are
    one, in the order of the migrations.
    """
    histories: dict[str, list[tuple[int, Touch]]] = {}
    for order, touch in enumerate(touched):
        histories.setdefault(owner_of(touch), []).append((order, touch))
        if touch.new_name and not touch.relation:
            for old, new in _moves(histories, touch):
                histories[new] = sorted(histories.pop(old) + histories.get(new, []), key=lambda one: one[0])
    return {name: tuple(touch for _, touch in history) for name, history in histories.items()}


def _moves(histories: Iterable[str], touch: Touch) -> list[tuple[str, str]]:
    """The names that a rename changes, old and new: those inside a schema with it."""
    moves = [(owner_of(touch), key(touch.kind, touch.new_name))]
    if touch.kind == "schema":
        inside = [name for name in histories if name.startswith(f"{touch.object}.")]
        moves += [(name, touch.new_name + name.removeprefix(touch.object)) for name in inside]
    return [(old, new) for old, new in moves if old != new]


class _World:
    """What earlier statements made, so that a bare name can be told and an index knows its table."""

    def __init__(self) -> None:
        self.known: set[Name] = set()
        self.tables: dict[Name, Name] = {}  # index -> table

    def create(self, name: Name, table: Name | None = None) -> None:
        self.known.add(name)
        if table is not None:
            self.tables[name] = table

    def rename(self, old: Name, new: Name) -> None:
        self.known.discard(old)
        self.known.add(new)
        if old in self.tables:
            self.tables[new] = self.tables.pop(old)
        self.tables = {index: new if table == old else table for index, table in self.tables.items()}


class _File:
    """One migration: its search path and its temporary tables end with it."""

    def __init__(self, migration: Migration, world: _World) -> None:
        self._migration = migration
        self._world = world
        self._path: tuple[str, ...] = _PUBLIC
        self._temporary: set[str] = set()

    def deeds(self) -> Iterator[Deed]:
        for statement in parse(self._migration.sql):
            yield from self._statement(statement)

    def _statement(self, statement: Statement) -> Iterator[Deed]:
        self._path = search_path(statement.node, self._path)
        made = statement.actions[0] if statement.actions and statement.actions[0].verb == "create" else None
        own = Deed(self._migration.path, statement.line, statement)
        if not statement.actions and not statement.inner:
            yield own
        for action in statement.actions:
            if not self._hidden(action):
                part = action.inline and (made is not None or not action.name)
                yield own._replace(touch=self._touch(action, statement), action=action, part=part)
        for inner in statement.inner:
            yield from self._statement(inner)

    def _hidden(self, action: Action) -> bool:
        """Whether the action is none of the schema's: a temporary table, or what hangs on one."""
        if action.verb == "create" and action.detail == "temporary":
            self._temporary.add(action.name)
        owner, schema = (action.relation, action.relation_schema) if action.relation else (action.name, action.schema)
        return action.kind in _HIDDEN or schema == "pg_temp" or (not schema and owner in self._temporary)

    def _touch(self, action: Action, statement: Statement) -> Touch:
        own, relation, new_name = self._spellings(action)
        offset = action.start - statement.start
        below = statement.text.count("\n", 0, offset) if 0 <= offset <= len(statement.text) else 0
        return Touch(
            path=self._migration.path,
            version=self._migration.version,
            line=statement.line + below,
            verb=action.verb,
            kind=action.kind,
            object=own,
            relation=relation,
            new_name=new_name,
        )

    def _spellings(self, action: Action) -> tuple[str, str, str]:
        """How the object, the relation that it hangs on, and its new name are written."""
        if action.kind == "index":
            return self._index(action)
        if action.relation:
            relation = str(self._resolve(action.relation_schema, action.relation))
            part = action.name or _default_name(action)
            renamed = f"{relation}.{quote(action.new_name)}" if action.new_name else ""
            return f"{relation}.{quote(part)}" if part else relation, relation, renamed
        if action.kind in _GLOBAL or action.kind.endswith(" in schema"):
            return quote(action.name), "", quote(action.new_name) if action.new_name else ""
        name = self._resolve(action.schema, action.name, new=action.verb == "create")
        if action.verb == "create":
            self._world.create(name)
        if not action.new_name:
            return str(name), "", ""
        moved = action.verb == "set schema"
        new = Name(action.new_name, name.name) if moved else Name(name.schema, action.new_name)
        self._world.rename(name, new)
        return str(name), "", str(new)

    def _index(self, action: Action) -> tuple[str, str, str]:
        """An index lies in the schema of its table, which only its creation names."""
        if action.relation:
            table = self._resolve(action.relation_schema, action.relation)
            name = action.name or _default_name(action)
            own = Name(table.schema, name)
            self._world.create(own, table)
            return str(own) if name else str(table), str(table), ""
        own = self._resolve(action.schema, action.name)
        of = self._world.tables.get(own)
        renamed = Name(own.schema, action.new_name)
        if action.new_name:
            self._world.rename(own, renamed)
        return str(own), str(of) if of else "", str(renamed) if action.new_name else ""

    def _resolve(self, schema: str, name: str, new: bool = False) -> Name:
        if schema:
            return Name(schema, name)
        places = (Name(place, name) for place in (self._path if not new else ()))
        return next((place for place in places if place in self._world.known), Name(self._path[0], name))


def _default_name(action: Action) -> str:
    """The name that PostgreSQL chooses for a constraint or index, "" where parsing alone cannot know it."""
    suffix = "idx" if action.kind == "index" else _SUFFIXES.get(action.detail, "")
    columns = () if suffix == "pkey" else action.columns
    if not suffix or not all(columns) or (suffix != "pkey" and not columns):
        return ""
    name = "_".join((action.relation, *columns, suffix))
    return name if len(name.encode()) <= _NAME_BYTES else ""


def search_path(node: dict[str, Any], before: tuple[str, ...]) -> tuple[str, ...]:
    """The schemas that names without one are looked for in after the statement; ``before``: those until then."""
    fields = node.get("VariableSetStmt", {})
    if fields.get("name") != "search_path":
        return before
    constants = (item.get("A_Const", {}).get("sval", {}).get("sval", "") for item in fields.get("args", ()))
    return tuple(name for name in constants if name not in ("", "$user", "pg_catalog")) or _PUBLIC
