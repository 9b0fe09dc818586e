"""Cross references: what the configuration and foreign tables say of two databases, held against their catalogs."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docgen.config.cross_reference import CrossReference as Configured
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import CrossReference, CrossReferences, OtherDatabase
from docgen.model.name import Name
from docgen.model.relation import Relation

_WRAPPER = "postgres_fdw"


class Other(NamedTuple):
    """Another database: how pages call it, how a server calls it, and its catalog; None before its first build."""

    database: OtherDatabase
    server_name: str
    catalog: Catalog | None


class _End(NamedTuple):
    relation: Name
    column: str
    type: str


def cross_references(
    own: str, server_name: str, catalog: Catalog, others: Mapping[str, Other], configured: Sequence[Configured]
) -> CrossReferences:
    """What leaves and enters the database called ``own``, in the order of the configuration, foreign tables last.

    An end that is not there is a fault of the database that lacks it.
    """
    found: list[CrossReference] = []
    faults: list[str] = []
    for one in configured:
        leaving = one.databases[0] == own
        other = others[one.databases[1 if leaving else 0]]
        mine, theirs = (one.column, one.references) if leaving else (one.references, one.column)
        ends = _ends(catalog, mine)
        if not ends:
            faults.append(_fault(one, mine))
        there = _ends(other.catalog, theirs) if other.catalog else []
        known = bool(there) or other.catalog is None
        found += [
            _reference(leaving, end, other, far, one.note, found=known)
            for end in ends
            for far in there or _named(theirs)
        ]
    for other in others.values():
        found += [_foreign(True, *pair, other) for pair in _foreign_tables(catalog, other.server_name, other.catalog)]
        if other.catalog:
            pairs = _foreign_tables(other.catalog, server_name, catalog)
            found += [_foreign(False, table, far, other) for table, far in pairs]
    return CrossReferences(references=tuple(dict.fromkeys(found)), faults=tuple(faults))


def _ends(catalog: Catalog, place: str) -> list[_End]:
    """The columns that a place of the configuration means; partitions are told at their parent."""
    pattern = place.partition(".")[2]
    schema, relation, column = pattern.split(".")
    return [
        _End(one.id, each.name, each.type)
        for one in catalog.relations
        if not one.partition_of and fnmatch.fnmatchcase(one.schema, schema) and fnmatch.fnmatchcase(one.name, relation)
        for each in one.columns
        if fnmatch.fnmatchcase(each.name, column)
    ]


def _named(place: str) -> list[_End]:
    """The column that a place names, known or not; a pattern names none."""
    schema, relation, column = place.split(".")[1:]
    return [] if set("*?[") & set(place) else [_End(Name(schema, relation), column, "")]


def _fault(one: Configured, missing: str) -> str:
    database, _, column = missing.partition(".")
    if missing == one.column:
        return f"cross_references: no column of {database} is called like {column}, which is to mean {one.references}"
    return f"cross_references: {database} has no column {column}, which {one.column} is to mean"


def _reference(leaving: bool, end: _End, other: Other, far: _End, note: str, *, found: bool) -> CrossReference:
    return CrossReference(
        leaving=leaving,
        relation=end.relation,
        column=end.column,
        database=other.database,
        other=far.relation,
        other_column=far.column,
        other_type=far.type,
        found=found,
        note=note,
    )


def _foreign_tables(catalog: Catalog, server_name: str, there: Catalog | None) -> Iterator[tuple[Relation, Name]]:
    """The foreign tables that stand for relations of the database that servers call ``server_name``, and for which."""
    servers = {
        server.name
        for server in catalog.servers
        if server.wrapper == _WRAPPER and _option(server.options, "dbname") == server_name
    }
    known = {one.id for one in there.relations if not one.partition_of} if there else set()
    for relation in catalog.relations:
        if relation.server in servers and not relation.partition_of:
            options = relation.server_options
            name = Name(
                _option(options, "schema_name") or relation.schema, _option(options, "table_name") or relation.name
            )
            if name in known:
                yield relation, name


def _foreign(leaving: bool, table: Relation, far: Name, other: Other) -> CrossReference:
    own, theirs = (table.id, far) if leaving else (far, table.id)
    return CrossReference(
        leaving=leaving,
        relation=own,
        column="",
        database=other.database,
        other=theirs,
        other_column="",
        server=table.server,
    )


def _option(options: Sequence[str], name: str) -> str:
    return next((one.partition("=")[2] for one in options if one.partition("=")[0] == name), "")
