"""Row state: the rows of a few tables at one moment, and which of them a later moment has lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from docgen.model.name import quote
from docgen.model.proof import RowChange
from docgen.postgres.connect import Connection

Table = tuple[str, str]  # schema, name

_TABLES = """
select n.nspname, c.relname, c.oid::int8,
  array(
    select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
  ),
  array(
    select a.attnum from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
  ),
  array(
    select a.attname::text
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    where i.indrelid = c.oid and i.indisprimary order by a.attnum
  ),
  pg_catalog.pg_relation_size(c.oid) = 0
from unnest(%s::text[], %s::text[]) as wanted (schema, name)
join pg_catalog.pg_namespace n on n.nspname = wanted.schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = wanted.name and c.relkind = 'r'
"""
_ROWS = """
select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text, array_agg(hashtextextended({}::text, 0))
from only {} as t
"""


@dataclass(frozen=True)
class TableState:
    """One table: which it is, its columns by name with their numbers, and its rows."""

    oid: int
    columns: Mapping[str, int]
    key: tuple[str, ...]  # columns of its primary key, () where it has none
    count: int
    digest: str
    keys: frozenset[int]  # a hash for each row's primary key


def read_row_state(connection: Connection, tables: Iterable[Table]) -> dict[Table, TableState]:
    """The state of those of the tables that exist."""
    wanted = list(tables)
    if not wanted:
        return {}
    names = [[schema for schema, _ in wanted], [name for _, name in wanted]]
    states = {}
    for schema, name, oid, columns, numbers, key, empty in connection.execute(_TABLES, names, prepare=True).fetchall():
        count, digest, keys = (0, "0", None) if empty else _rows(connection, (schema, name), key)
        states[schema, name] = TableState(
            oid, dict(zip(columns, numbers, strict=True)), tuple(key), count, digest, frozenset(keys or ())
        )
    return states


def _rows(connection: Connection, table: Table, key: Sequence[str]) -> tuple[Any, ...]:
    parts = [sql.SQL("t.{}").format(sql.Identifier(name)) for name in key]
    whole = sql.SQL("row({})").format(sql.SQL(", ").join(parts))
    return connection.execute(sql.SQL(_ROWS).format(whole, sql.Identifier(*table))).fetchone() or (0, "0", None)


def row_changes(before: Mapping[Table, TableState], after: Mapping[Table, TableState]) -> tuple[RowChange, ...]:
    """The tables whose rows differ, with how many that were there are gone; new tables do not count."""
    found = []
    for table, was in sorted(before.items()):
        now = after.get(table)
        gone = _gone(was, now)
        if gone or (now is not None and (was.count, was.digest) != (now.count, now.digest)):
            delta = (now.count if now else 0) - was.count
            name = f"{quote(table[0])}.{quote(table[1])}"
            found.append(RowChange(table=name, delta=delta, destroyed=gone))
    return tuple(found)


def _gone(was: TableState, now: TableState | None) -> int:
    if now is None:
        return was.count
    # A column of the same name that is another one: what it held is lost, though the rows are there.
    if was.oid == now.oid and any(now.columns.get(name, number) != number for name, number in was.columns.items()):
        return was.count
    if was.key and was.key == now.key:
        return len(was.keys - now.keys)
    return max(0, was.count - now.count)
