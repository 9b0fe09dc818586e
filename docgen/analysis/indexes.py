"""Indexes: which columns they find quickly, and which of them another one makes needless."""

from __future__ import annotations

import re
from collections.abc import Collection

from docgen.model.relation import Index, Relation

_NOT_NULL = re.compile(r"\(?(?:\w+|\"[^\"]+\") IS NOT NULL\)?\Z")


def finds(relation: Relation, columns: Collection[str]) -> bool:
    """Whether an index leads to the rows that point at something by ``columns``: it begins with them, in any order."""
    wanted = set(columns)
    return any(
        wanted == set(index.columns[: len(wanted)])
        for index in relation.indexes
        if index.valid and _holds_every_key(index)
    )


def _holds_every_key(index: Index) -> bool:
    """Whether the index holds every row that a key may point from: all of them, or those where a column is not null."""
    return not index.predicate or bool(_NOT_NULL.match(index.predicate))


def needless(relation: Relation) -> dict[str, str]:
    """The indexes whose searches another one answers too, each with the name of that one.

    That of a constraint goes with the constraint: it is one only where another constraint has its twin.
    """
    found: dict[str, str] = {}
    kept: dict[str, str] = {}
    for index in sorted(relation.indexes, key=_worth) if len(relation.indexes) > 1 else ():
        keys = index.definition.partition(" ON ")[2]
        other = kept.get(keys) or (_longer(index, relation) if _plain(index) and not index.constraint else "")
        if other and not index.inherited:
            found[index.name] = other
        kept.setdefault(keys, index.name)
    return found


def _worth(index: Index) -> tuple[bool, bool, bool, str]:
    """Indexes that must stay come first: the primary key's, those of constraints, then unique ones, then by name."""
    return (not index.primary, not index.constraint, not index.unique, index.name)


def _plain(index: Index) -> bool:
    usual = index.method == "btree" and not index.unique and not index.include
    return usual and not index.predicate and all(index.columns)


def _keys(index: Index) -> str:
    return index.definition.partition(" USING btree (")[2].removesuffix(")")


def _longer(index: Index, relation: Relation) -> str:
    """The index whose keys begin with all of ``index``'s, or are the same in a unique one."""
    own = _keys(index)
    for other in relation.indexes:
        # The columns tell most indexes apart, and cost nothing to look at.
        if other is index or other.columns[:1] != index.columns[:1] or other.method != "btree":
            continue
        if other.predicate or not other.valid:
            continue
        keys = _keys(other)
        if keys.startswith(f"{own}, ") or (other.unique and keys == own):
            return other.name
    return ""
