"""Written: which rows of the catalog and which tables the transaction that is open has written, and what they were."""

from __future__ import annotations

import functools

from docgen.model.proof import CatalogObject
from docgen.postgres.catalog.fingerprint import catalogs_of, objects, query
from docgen.postgres.connect import Connection
from docgen.postgres.prepared import Query, Rows
from docgen.postgres.proof.row_state import Table

# What the session has counted since it last told the server's statistics: only differences mean anything.
_COUNTED = """
select {schema}, {name},
  pg_catalog.pg_stat_get_xact_tuples_inserted({oid}) + pg_catalog.pg_stat_get_xact_tuples_updated({oid})
  + pg_catalog.pg_stat_get_xact_tuples_deleted({oid}) as written
"""
# Whoever writes a table's rows holds this lock until the transaction ends.
_LOCKED = """
from pg_catalog.pg_locks l
join pg_catalog.pg_class c on c.oid = l.relation and c.relkind = 'r'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.mode = 'RowExclusiveLock'
  and l.relation >= 16384
"""
# From here on the age of a row is counted from this transaction: it and those inside it are no older than 0.
BEGIN = "select pg_catalog.pg_current_xact_id()"
# The transaction's own rows, and those that it deleted: they carry its number still when it was rolled back. Of an age
# below or at 0 alone the planner would expect every third row, and read whole catalogs for what belongs to them; of
# what is equal to something it takes one row in 200, said in two ways one in 40,000, and uses the indexes.
_OURS = "({})".format(
    " and ".join(f"case when age({{0}}.xmin) <= 0 or age({{0}}.xmax) <= 0 then {one} end = {one}" for one in (1, 2))
)

# Tables that lost a column: it has no name left in the catalog.
_ALTERED = Query(
    """
select distinct n.nspname, c.relname
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind = 'r'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_(temp|toast)'
where a.attisdropped and """
    + _OURS.format("a")
)


class Written:
    """Follows one transaction: made when it has begun, asked while it is open."""

    def __init__(self, connection: Connection, readable: tuple[str, ...]) -> None:
        """``readable``: kinds of objects that may be read."""
        self.tables: set[Table] = set()
        self._major = connection.info.server_version // 10000
        self._readable = readable
        self._counted: Rows = []
        self._kinds: tuple[str, ...] = ()
        self._altered = False

    @property
    def begin(self) -> tuple[str | Query, ...]:
        """What the transaction has to be asked when it has begun, for ``begun``."""
        return BEGIN, _of_catalogs(self._readable, self._major)

    def begun(self, counted: Rows) -> None:
        """Takes what ``begin`` gave."""
        self._counted = counted

    @property
    def end(self) -> tuple[Query, ...]:
        """What it has to be asked at the end, for ``look``."""
        return _of_catalogs(self._readable, self._major), _OF_TABLES

    def look(self, answers: list[Rows]) -> bool:
        """Whether anything may have been written, by what ``end`` gave; remembers which kinds of objects and tables."""
        catalogs = frozenset(name for _, name, _ in set(answers[0]) - set(self._counted))
        self.tables.update((schema, name) for schema, name, written in answers[1] if written)
        self._kinds = _kinds_of(catalogs, self._major, self._readable)
        self._altered = "pg_attribute" in catalogs
        return bool(self._kinds or self.tables)

    @property
    def before(self) -> tuple[Query, ...]:
        """What gives the objects that the transaction wrote, for ``objects``, when it is rolled back."""
        return tuple(Query(query(kind, self._major, _OURS)) for kind in self._kinds)

    @property
    def after(self) -> tuple[Query, ...]:
        """What gives the same when it is not."""
        return (*self.before, _ALTERED) if self._altered else self.before

    def objects(self, answers: list[Rows]) -> tuple[CatalogObject, ...]:
        """The objects in the answers; remembers the tables among them and those whose columns were written."""
        found = objects(answers[: len(self._kinds)])
        self.tables.update((schema, name) for rows in answers[len(self._kinds) :] for schema, name in rows)
        self.tables.update((one.names[0], one.names[1]) for one in found if one.kind in ("table", "column"))
        return found


_OF_TABLES = Query(_COUNTED.format(schema="n.nspname", name="c.relname", oid="c.oid") + _LOCKED)


@functools.cache
def _kinds_of(catalogs: frozenset[str], major: int, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if catalogs_of(kind, major) & catalogs)


@functools.cache
def _of_catalogs(kinds: tuple[str, ...], major: int) -> Query:
    """How many rows of each catalog the session has written."""
    names = sorted(frozenset().union(*(catalogs_of(kind, major) for kind in kinds)))
    values = ", ".join(f"('{name}', 'pg_catalog.{name}'::regclass::oid)" for name in names)
    counted = _COUNTED.format(schema="'pg_catalog'", name="c.name", oid="c.oid")
    return Query(f"{counted} from (values {values}) as c (name, oid)")
