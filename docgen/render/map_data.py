"""Map data: a catalog as the script that the interactive map reads, small enough for thousands of tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from docgen.analysis.edges import edges
from docgen.analysis.implied import implied
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import NONE, CrossReference, CrossReferences
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.model.status import ComponentStatus
from docgen.render.filters import visible
from docgen.render.links import identity, page_path

FILE_NAME = "map-data.js"
_KEY, _FOREIGN, _REQUIRED, _IMPLIED, _CROSSING = 1, 2, 4, 8, 16
_Row: TypeAlias = list[object]


def file_name(database: str = "") -> str:
    """The script's file; one of several databases has its own."""
    return f"map-data-{database}.js" if database else FILE_NAME


def map_data(
    title: str,
    catalog: Catalog,
    components: Sequence[ComponentStatus],
    crossing: CrossReferences = NONE,
) -> str:
    """The script: ``window.docgenMap`` with every table once, and indexes wherever one is named.

    Columns are [name, type, bits: 1 primary key, 2 foreign key, 4 not null, 8 implied, 16 of another database];
    relations [child, parent, columns, columns of the parent, on delete, on update, bits: 1 the child may have none,
    2 at most one child]; crossing [table, its column or -1, 1 if it refers and 0 if the other end does, database,
    the name of the other end, what its map calls it, its column].
    """
    found = [one for one in crossing.references if one.found]
    data = _Data(catalog, components, found)
    content = {
        "title": visible(title),
        "schemas": [[visible(name), identity(page_path("schema", Name(name, "")))] for name in data.schemas],
        "components": [[visible(one.name), one.page] for one in components],
        "types": [],
        "tables": data.tables(),
        "relations": data.relations(),
        "implied": data.implied(),
        "reads": data.reads(),
        "databases": [[visible(one.title), one.folder] for one in data.databases],
        "crossing": data.crossing(),
    }
    content["types"] = [visible(name) for name in data.types]
    parts = (f"{json.dumps(key)}:{_lines(value)}" for key, value in content.items())
    return "window.docgenMap={\n" + ",\n".join(parts) + "\n};\n"


class _Data:
    """One catalog being numbered."""

    def __init__(
        self, catalog: Catalog, components: Sequence[ComponentStatus], found: Sequence[CrossReference]
    ) -> None:
        self.catalog = catalog
        self.shown = [one for one in catalog.relations if one.partition_of is None]
        self.schemas = sorted({one.schema for one in self.shown})
        self.types: dict[str, int] = {}
        self.number = {one.id: index for index, one in enumerate(self.shown)}
        self.position = {one.id: {c.name: at for at, c in enumerate(one.columns)} for one in self.shown}
        self.guesses = [one for one in implied(catalog) if one.parent in self.number]
        self.found = [one for one in found if one.relation in self.number]
        self.databases = list(dict.fromkeys(one.database for one in self.found))
        self.members: dict[Name, list[int]] = {}
        for index, component in enumerate(components):
            for name in component.relations:
                self.members.setdefault(name, []).append(index)

    def tables(self) -> list[_Row]:
        guessed = {(one.child, one.column) for one in self.guesses}
        crossed = {(one.relation, one.column) for one in self.found}
        schemas = {name: index for index, name in enumerate(self.schemas)}
        return [
            [
                schemas[one.schema],
                visible(one.name),
                one.kind,
                identity(page_path("relation", one.id)),
                self.members.get(one.id, []),
                self._columns(one, guessed, crossed),
            ]
            for one in self.shown
        ]

    def _columns(
        self, relation: Relation, guessed: set[tuple[Name, str]], crossed: set[tuple[Name, str]]
    ) -> list[_Row]:
        primary = {n for one in relation.constraints if one.kind == "primary key" for n in one.columns}
        foreign = {name for one in relation.constraints if one.references for name in one.columns}
        rows: list[_Row] = []
        for column in relation.columns:
            bits = _KEY * (column.name in primary) | _FOREIGN * (column.name in foreign)
            bits |= _REQUIRED * column.not_null | _IMPLIED * ((relation.id, column.name) in guessed)
            bits |= _CROSSING * ((relation.id, column.name) in crossed)
            rows.append([visible(column.name), self.types.setdefault(column.type, len(self.types)), bits])
        return rows

    def relations(self) -> list[_Row]:
        rows: list[_Row] = []
        for edge in edges(self.catalog):
            reference = edge.constraint.references
            if reference is not None and edge.child in self.number and edge.parent in self.number:
                rows.append(
                    [
                        self.number[edge.child],
                        self.number[edge.parent],
                        self._positions(edge.child, edge.constraint.columns),
                        self._positions(edge.parent, reference.columns),
                        reference.on_delete,
                        reference.on_update,
                        edge.optional | edge.single << 1,
                    ]
                )
        return rows

    def implied(self) -> list[_Row]:
        return [
            [
                self.number[one.child],
                self.number[one.parent],
                self._positions(one.child, (one.column,)),
                self._positions(one.parent, (one.key,)),
            ]
            for one in self.guesses
        ]

    def reads(self) -> list[_Row]:
        """Which view reads which relation."""
        pairs = {
            (self.number[one.id], self.number[use.name]): None
            for one in self.shown
            if one.definition
            for use in one.uses
            if use.kind == "relation" and use.name in self.number and use.name != one.id
        }
        return [list(pair) for pair in sorted(pairs)]

    def crossing(self) -> list[_Row]:
        """What leads to other databases, and from them."""
        databases = {one: at for at, one in enumerate(self.databases)}
        return [
            [
                self.number[one.relation],
                self.position[one.relation].get(one.column, -1),
                int(one.leaving),
                databases[one.database],
                visible(str(one.other)),
                identity(page_path("relation", one.other)),
                visible(one.other_column),
            ]
            for one in self.found
        ]

    def _positions(self, relation: Name, columns: Iterable[str]) -> list[int]:
        known = self.position[relation]
        return [known[name] for name in columns if name in known]


def _lines(value: object) -> str:
    """Compact ASCII, one item of a list on a line."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in value) + "]"
    return json.dumps(value)
