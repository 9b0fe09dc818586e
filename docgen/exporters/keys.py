"""Keys: which columns of a relation are part of which kind of key."""

from __future__ import annotations

from docgen.model.relation import Relation


def key_columns(relation: Relation, kind: str) -> frozenset[str]:
    """The columns of the relation's constraints of that kind: primary key, foreign key, unique."""
    return frozenset(column for one in relation.constraints if one.kind == kind for column in one.columns)
