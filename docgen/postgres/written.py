"""Written: which rows of the catalog and which tables the transaction that is open has written, and what they were."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.model.proof import CatalogObject
from docgen.postgres.connect import Connection
from docgen.postgres.fingerprint import catalogs_of, read_objects
from docgen.postgres.row_state import Table

# What the session has counted since it last told the server's statistics: only differences mean anything.
_COUNTERS = """
select c.oid::int8, n.nspname, c.relname, c.oid < 16384,
  pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
  + pg_stat_get_xact_tuples_deleted(c.oid) as written
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm')
  and pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
    + pg_stat_get_xact_tuples_deleted(c.oid) > 0
"""
# From here on the age of a row is counted from this transaction: it and those inside it are no older than 0.
_BEGIN = "select pg_catalog.pg_current_xact_id()"
# The transaction's own rows, and those that it deleted: they carry its number still when it was rolled back.
_OURS = "(age({0}.xmin) <= 0 or age({0}.xmax) <= 0)"

# Tables whose columns were written: a column that is gone has no name left in the catalog.
_ALTERED = """
select distinct n.nspname, c.relname
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind = 'r'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_(temp|toast)'
where """ + _OURS.format("a")


@dataclass
class Written:
    """Follows one transaction: made when it has begun, asked while it is open."""

    connection: Connection
    readable: tuple[str, ...]  # kinds of objects that may be read
    counted: Mapping[int, int] = field(init=False)
    kinds: tuple[str, ...] = ()
    tables: set[Table] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begins to follow the transaction that is open on the connection."""
        self.connection.execute(_BEGIN)
        self.counted = {row[0]: row[4] for row in self._counters()}

    def _counters(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(_COUNTERS, prepare=True).fetchall()

    def look(self) -> bool:
        """Whether anything was written until now; remembers which kinds of objects and which tables."""
        catalogs = set()
        for oid, schema, name, of_catalog, written in self._counters():
            if written == self.counted.get(oid):
                continue
            if of_catalog:
                catalogs.add(name)
            else:
                self.tables.add((schema, name))
        if "pg_attribute" in catalogs:
            self.tables.update(self.connection.execute(_ALTERED.encode(), prepare=True))
        major = self.connection.info.server_version // 10000
        self.kinds = _kinds_of(frozenset(catalogs), major, self.readable)
        return bool(self.kinds or self.tables)

    def objects(self) -> tuple[CatalogObject, ...]:
        """The objects that the transaction wrote, as they are at this moment.

        Asked before and after a savepoint behind its begin is rolled back to, this gives them after and before.
        """
        return read_objects(self.connection, self.kinds, _OURS) if self.kinds else ()


@functools.cache
def _kinds_of(catalogs: frozenset[str], major: int, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if catalogs_of(kind, major) & catalogs)
