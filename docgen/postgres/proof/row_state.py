"""Row state: the rows of a few tables at one moment, and which of them a later moment has lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from docgen.model.name import quote
from docgen.model.proof import RowChange
from docgen.postgres.prepared import Prepared, Query, Rows

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
from unnest($1, $2) as wanted (schema, name)
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


def read_row_state(prepared: Prepared, tables: Iterable[Table]) -> dict[Table, TableState]:
    """The state of those of the tables that exist."""
    wanted = list(tables)
    return row_state(prepared, prepared.ask(tables_query(wanted))[0]) if wanted else {}


def tables_query(wanted: Iterable[Table]) -> Query:
    """What ``row_state`` has to know of the tables."""
    names = sorted(wanted)
    values = [schema for schema, _ in names], [name for _, name in names]
    return Query(_TABLES, ("text[]", "text[]"), values)


def row_state(prepared: Prepared, found: Rows) -> dict[Table, TableState]:
    """The state of the tables of which ``tables_query`` gave these rows."""
    held = [(schema, name, key) for schema, name, _, _, _, key, empty in found if not empty]
    rows = {}
    if held:
        with prepared.connection.cursor() as cursor:
            cursor.execute(sql.SQL(";").join(_rows(schema, name, key) for schema, name, key in held))
            rows = {
                (schema, name): cursor.set_result(number).fetchone() for number, (schema, name, _) in enumerate(held)
            }
    states = {}
    for schema, name, oid, columns, numbers, key, _ in found:
        count, digest, keys = rows.get((schema, name)) or (0, "0", None)
        states[schema, name] = TableState(
            oid, dict(zip(columns, numbers, strict=True)), tuple(key), count, digest, frozenset(keys or ())
        )
    return states


def _rows(schema: str, name: str, key: Sequence[str]) -> sql.Composed:
    parts = [sql.SQL("t.{}").format(sql.Identifier(column)) for column in key]
    whole = sql.SQL("row({})").format(sql.SQL(", ").join(parts))
    return sql.SQL(_ROWS).format(whole, sql.Identifier(schema, name))


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
