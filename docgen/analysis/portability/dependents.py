"""Dependents: who rests on what, from the catalog's dependencies, and in bodies, which have none, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from docgen.model.catalog import Catalog, Routine
from docgen.model.name import Name, quote
from docgen.model.portability import Dependent
from docgen.model.relation import Relation

_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


class Edge(NamedTuple):
    """``dependent`` rests on ``name``."""

    name: Name
    dependent: Dependent


class Text(NamedTuple):
    """SQL that the catalog keeps as text, without its comments."""

    sql: str
    dependent: Dependent


class Dependents:
    """All edges and all texts of one catalog, asked by name."""

    def __init__(self, catalog: Catalog) -> None:
        self._edges = tuple(_edges(catalog))
        self._texts = tuple(_texts(catalog))

    def resting_on(self, wanted: Callable[[Name], bool]) -> tuple[Dependent, ...]:
        """What rests on the objects whose name is ``wanted``, sorted, each once."""
        return distinct(edge.dependent for edge in self._edges if wanted(edge.name))

    def in_schema(self, schema: str) -> tuple[Dependent, ...]:
        """What rests on objects of ``schema`` or names them in a body; ``via`` begins with the object's name."""
        found = [_by(str(edge.name), edge.dependent) for edge in self._edges if edge.name.schema == schema]
        call = re.compile(rf"(?<![.\w])\"?{re.escape(schema)}\"?\s*\.\s*\"?(\w+)")
        for text in self._texts:
            found += [_by(str(Name(schema, name)), text.dependent) for name in call.findall(text.sql)]
        return distinct(found)

    def naming(self, pattern: re.Pattern[str]) -> tuple[Dependent, ...]:
        """What has ``pattern`` in its text, sorted, each once."""
        return distinct(text.dependent for text in self._texts if pattern.search(text.sql))


def distinct(dependents: Iterable[Dependent]) -> tuple[Dependent, ...]:
    """Sorted by object and way, each once."""
    return tuple(sorted(set(dependents), key=lambda one: (one.object, one.via)))


def _by(name: str, dependent: Dependent) -> Dependent:
    return Dependent(object=dependent.object, via=f"{name}, {dependent.via}")


def routine_name(routine: Routine) -> str:
    """The routine with its signature, as a person writes it."""
    return f"{routine.id}({routine.signature})"


def _edges(catalog: Catalog) -> Iterator[Edge]:
    for relation in catalog.relations:
        yield from _of_relation(relation)
    for routine in catalog.routines:
        for use in routine.uses:
            yield Edge(use.name, Dependent(object=routine_name(routine), via=use.via))
    for kind in catalog.types:
        if kind.base_type_name:
            yield Edge(kind.base_type_name, Dependent(object=str(Name(kind.schema, kind.name)), via="base type"))
        for attribute in kind.attributes:
            if attribute.type_name:
                name = f"{Name(kind.schema, kind.name)}.{quote(attribute.name)}"
                yield Edge(attribute.type_name, Dependent(object=name, via="attribute type"))
    for event in catalog.event_triggers:
        yield Edge(event.function, Dependent(object=quote(event.name), via="event trigger"))


def _of_relation(relation: Relation) -> Iterator[Edge]:
    name = str(relation.id)
    for use in relation.uses:
        yield Edge(use.name, Dependent(object=name, via=use.via))
    for column in relation.columns:
        if column.type_name and not column.inherited:
            yield Edge(column.type_name, Dependent(object=f"{name}.{quote(column.name)}", via="column type"))
    for constraint in relation.constraints:
        if constraint.references and not constraint.inherited:
            via = f"foreign key {quote(constraint.name)}"
            yield Edge(constraint.references.table, Dependent(object=name, via=via))
    for trigger in relation.triggers:
        yield Edge(trigger.function, Dependent(object=name, via=f"trigger {quote(trigger.name)}"))


def _texts(catalog: Catalog) -> Iterator[Text]:
    for routine in catalog.routines:
        body = _COMMENTS.sub(" ", routine.definition)
        yield Text(body, Dependent(object=routine_name(routine), via="body"))
    for relation in catalog.relations:
        for index in relation.indexes:
            if not index.inherited:
                via = f"index {quote(index.name)}"
                yield Text(index.definition, Dependent(object=str(relation.id), via=via))
        for constraint in relation.constraints:
            if constraint.kind in ("check", "exclude") and not constraint.inherited:
                via = f"constraint {quote(constraint.name)}"
                yield Text(constraint.definition, Dependent(object=str(relation.id), via=via))
