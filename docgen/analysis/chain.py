"""Chain: what the migrations so far have made on a fresh database, name by name, and where."""

from __future__ import annotations

from typing import NamedTuple

from docgen.analysis.definitions import definition
from docgen.model.name import Name
from docgen.sql.statement import Action
from docgen.sql.tables import Tables

Part = tuple[str, str]  # kind, name: of what hangs on one table


class Made(NamedTuple):
    """One thing that exists by now: its kind, the statement that made it, and what it was said to be."""

    kind: str
    path: str
    line: int
    text: str
    action: Action
    sql: str  # of the whole file
    schema: str  # the one that names without a schema are in

    @property
    def definition(self) -> str:
        """What was said of it besides its name, to compare; worked out only where two meet."""
        return definition(self.action, self.sql, self.schema)


class Chain:
    """The names that are taken. Tables, views, indexes and sequences share one room, as in PostgreSQL."""

    def __init__(self) -> None:
        self.relations: dict[Name, Made] = {}
        self.columns: dict[Name, dict[str, str]] = {}  # type by column; a table whose columns are unknown is not in it
        self.tables: Tables[Name] = Tables()  # the statements that made each table
        self.parts: dict[Name, dict[Part, Made]] = {}
        self.objects: dict[
            tuple[str, Name], dict[str, Made]
        ] = {}  # types, functions ...: by what tells overloads apart
        self.renamed: dict[Name, Made] = {}  # the rename that took the name away
        self._table_of: dict[Name, Name] = {}  # of an index
        self._indexes: dict[Name, set[Name]] = {}  # of a table

    def part(self, table: Name, kind: str, name: str) -> Made | None:
        """The constraint, policy, trigger ... of that name on the table."""
        return self.parts.get(table, {}).get((kind, name))

    def add_relation(self, name: Name, made: Made, table: Name | None = None) -> None:
        """Take a name among the relations; ``table``: of an index."""
        self.relations[name] = made
        self.renamed.pop(name, None)
        if table is not None:
            self._table_of[name] = table
            self._indexes.setdefault(table, set()).add(name)
        elif made.kind in ("table", "foreign table"):
            self.parts[name] = {}

    def add_part(self, table: Name, kind: str, name: str, made: Made) -> None:
        """Take a name among the parts of one kind on the table."""
        self.parts.setdefault(table, {})[kind, name] = made

    def drop_relation(self, name: Name) -> None:
        """Free a relation's name, and those of its parts and indexes."""
        self.relations.pop(name, None)
        self.columns.pop(name, None)
        self.parts.pop(name, None)
        table = self._table_of.pop(name, None)
        if table is not None:
            self._indexes[table].discard(name)
        for index in self._indexes.pop(name, ()):
            self.relations.pop(index, None)
            del self._table_of[index]

    def drop_part(self, table: Name, kind: str, name: str) -> None:
        """Free a part's name, and the name of a constraint's index."""
        self.parts.get(table, {}).pop((kind, name), None)
        if kind == "column":
            self.columns.get(table, {}).pop(name, None)
            self._drop_with_column(table, name)
        if kind == "constraint":
            self.drop_relation(Name(table.schema, name))

    def _drop_with_column(self, table: Name, column: str) -> None:
        for (kind, name), made in list(self.parts.get(table, {}).items()):
            if kind == "constraint" and column in made.action.columns:
                self.drop_part(table, kind, name)
        for index in list(self._indexes.get(table, ())):
            if column in self.relations[index].action.columns:
                self.drop_relation(index)

    def drop_object(self, kind: str, name: Name, detail: str = "") -> None:
        """Free the name of a type, function, schema ...; without ``detail`` all that share the name."""
        if detail:
            self.objects.get((kind, name), {}).pop(detail, None)
        else:
            self.objects.pop((kind, name), None)

    def drop_schema(self, schema: str) -> None:
        """Free every name of the schema."""
        for name in [name for name in self.relations if name.schema == schema]:
            self.drop_relation(name)
        for key in [key for key in self.objects if key[1].schema == schema]:
            del self.objects[key]

    def rename_relation(self, old: Name, new: Name, by: Made) -> None:
        """Move a relation and all that hangs on it; a name that was never made is only remembered as moved."""
        made = self.relations.pop(old, None)
        self.relations[new] = made._replace(path=by.path, line=by.line, text=by.text) if made else by
        self.renamed[old] = by
        self.renamed.pop(new, None)
        self.tables.renamed(old, new)
        if old in self.columns:
            self.columns[new] = self.columns.pop(old)
        if old in self.parts:
            self.parts[new] = self.parts.pop(old)
        table = self._table_of.pop(old, None)
        if table is not None:
            self._table_of[new] = table
            self._indexes[table] = (self._indexes[table] - {old}) | {new}
        if old in self._indexes:
            self._indexes[new] = self._indexes.pop(old)
            self._table_of |= dict.fromkeys(self._indexes[new], new)

    def rename_part(self, table: Name, kind: str, old: str, new: str) -> None:
        """Move the name of a part; a constraint's index takes the new name too."""
        parts = self.parts.get(table, {})
        if (kind, old) in parts:
            parts[kind, new] = parts.pop((kind, old))
        if kind == "column" and old in self.columns.get(table, {}):
            columns = self.columns[table]
            self.columns[table] = {new if name == old else name: type_ for name, type_ in columns.items()}
        index = Name(table.schema, old)
        if kind == "constraint" and index in self.relations:
            self.rename_relation(index, Name(table.schema, new), self.relations[index])
