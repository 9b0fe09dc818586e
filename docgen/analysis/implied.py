"""Implied: relations that no foreign key declares but a column's name and type suggest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Column, Relation

_TABLES = ("table", "partitioned table")
_INTEGERS = frozenset(("smallint", "integer", "bigint"))
_TOO_COMMON = frozenset(("id", "uuid", "guid", "key", "code", "name", "type", "value", "version", "locale", "date"))


class Implied(NamedTuple):
    """A column that is called as if it pointed at another table's primary key."""

    child: Name
    column: str
    parent: Name
    key: str


class _Key(NamedTuple):
    table: Name
    column: Column


def implied(catalog: Catalog) -> Iterator[Implied]:
    """What the columns of tables suggest, in the order of the catalog: a guess, to be shown as one.

    A column counts when it is in no foreign key, is not itself its table's primary key, and has the name and the
    type of exactly one table's one-column primary key: ``customer_id`` for ``customer.id``, ``customers.id`` or
    ``customers.customer_id``. A table in the column's own schema comes before one elsewhere.
    """
    tables = [one for one in catalog.relations if one.kind in _TABLES and one.partition_of is None]
    keys: dict[str, list[_Key]] = {}
    for table in tables:
        key = _key_of(table)
        if key is not None:
            for called in _callings(table.name, key.name):
                keys.setdefault(called, []).append(_Key(table.id, key))
    for table in tables:
        own = _key_of(table)
        bound = {name for one in table.constraints if one.references for name in one.columns}
        for column in table.columns:
            if column.name not in bound and column != own:
                key_found = _single(table.id, column, keys.get(_folded(column.name), ()))
                if key_found is not None:
                    yield Implied(table.id, column.name, key_found.table, key_found.column.name)


def _key_of(table: Relation) -> Column | None:
    """The column that alone is the primary key."""
    for constraint in table.constraints:
        if constraint.kind == "primary key" and len(constraint.columns) == 1:
            return next((one for one in table.columns if one.name == constraint.columns[0]), None)
    return None


def _callings(table: str, key: str) -> set[str]:
    """How other tables would call a column that holds this key, in folded spelling."""
    folded = _folded(key)
    found = {singular + folded for singular in _singulars(_folded(table))}
    return found if key.lower() in _TOO_COMMON else found | {folded}


def _singulars(table: str) -> Iterator[str]:
    yield table
    if table.endswith("ies"):
        yield f"{table[:-3]}y"
    if table.endswith("es"):
        yield table[:-2]
    if table.endswith("s") and not table.endswith("ss"):
        yield table[:-1]


def _folded(name: str) -> str:
    """One spelling for customer_id and customerId."""
    return name.replace("_", "").lower()


def _single(child: Name, column: Column, keys: list[_Key] | tuple[()]) -> _Key | None:
    fitting = [key for key in keys if key.table != child and _same_type(key.column.type, column.type)]
    near = [key for key in fitting if key.table.schema == child.schema]
    chosen = near or fitting
    return chosen[0] if len(chosen) == 1 else None


def _same_type(one: str, other: str) -> bool:
    return one == other or (one in _INTEGERS and other in _INTEGERS)
