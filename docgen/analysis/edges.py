"""Edges: the foreign keys of a catalog as a graph, worked out once for all diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Constraint, Relation


class Edge(NamedTuple):
    """A foreign key between two relations that a diagram shows."""

    child: Name
    parent: Name
    constraint: Constraint
    optional: bool  # the child may have no parent
    single: bool  # a parent has at most one child


def edges(catalog: Catalog) -> Iterator[Edge]:
    """Every foreign key, in the order of the catalog; those that a partition has from its parent are left out."""
    for relation in catalog.relations:
        own = [one for one in relation.constraints if one.references and not one.inherited]
        if own:
            yield from _edges_of(relation, own)


def _edges_of(relation: Relation, own: list[Constraint]) -> Iterator[Edge]:
    name = relation.id
    required = {column.name for column in relation.columns if column.not_null}
    keys = [
        set(index.columns)
        for index in relation.indexes
        if index.unique and not index.predicate and index.columns and "" not in index.columns
    ]
    for constraint in own:
        reference = constraint.references
        if reference is not None:
            columns = set(constraint.columns)
            single = any(columns >= key for key in keys)
            yield Edge(name, reference.table, constraint, not columns <= required, single)
