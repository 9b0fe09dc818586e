"""Coverage: which objects have a description (COMMENT ON), which of them changed, and the statements for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import literal
from docgen.model.catalog import Catalog, Routine, Type
from docgen.model.name import Name
from docgen.model.relation import Noun, Relation

_ROUTINES = {"function": "FUNCTION", "procedure": "PROCEDURE", "aggregate": "AGGREGATE", "window function": "FUNCTION"}
_RELATIONS = {"partitioned table": "TABLE"}


class Described(NamedTuple):
    """One object that may have a description. ``shape`` is the object without any, to tell whether it changed."""

    kind: str  # as COMMENT ON spells it
    name: str  # as a statement needs it
    comment: str
    relation: Name | None
    shape: Noun


class Share(NamedTuple):
    """How many of how many objects have a description."""

    described: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down; 100 where there is nothing to describe."""
        return 100 * self.described // self.total if self.total else 100


def describable(catalog: Catalog) -> Iterator[Described]:
    """Relations with their columns, routines and types; partitions count with their parent."""
    for relation in catalog.relations:
        if relation.partition_of is None:
            yield from _relation(relation)
    for routine in catalog.routines:
        yield _routine(routine)
    for type_ in catalog.types:
        kind = "DOMAIN" if type_.kind == "domain" else "TYPE"
        yield Described(kind, qualified(Name(type_.schema, type_.name)), type_.comment, None, _bare(type_))


def _relation(relation: Relation) -> Iterator[Described]:
    name = qualified(relation.id)
    kind = _RELATIONS.get(relation.kind, relation.kind.upper())
    # A column that changes is not its table's change: each speaks for itself.
    yield Described(kind, name, relation.comment, relation.id, _bare(relation, columns=()))
    for column in relation.columns:
        own = f"{name}.{identifier(column.name)}"
        yield Described("COLUMN", own, column.comment, relation.id, _bare(column))


def _routine(routine: Routine) -> Described:
    name = f"{qualified(routine.id)}({routine.signature})"
    return Described(_ROUTINES[routine.kind], name, routine.comment, None, _bare(routine))


def _bare(noun: Relation | Routine | Type | Any, **others: Any) -> Any:
    return msgspec.structs.replace(noun, comment="", **others)


def changed(now: Iterable[Described], before: Iterable[Described]) -> tuple[Described, ...]:
    """Those that are new or not what they were, descriptions aside."""
    shapes = {(one.kind, one.name): one.shape for one in before}
    return tuple(one for one in now if shapes.get((one.kind, one.name)) != one.shape)


def share(objects: Iterable[Described]) -> Share:
    """How many of them have a description."""
    flags = [bool(one.comment) for one in objects]
    return Share(sum(flags), len(flags))


def statements(objects: Iterable[Described]) -> Iterator[str]:
    """COMMENT statements to fill in and paste, for those that have none."""
    for one in objects:
        if not one.comment:
            yield f"COMMENT ON {one.kind} {one.name} IS {literal('')};"
