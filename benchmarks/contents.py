"""Contents: what a database holds, by name and never by number: its objects, and the rows of single tables."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql

from docgen.sql.statement import Statement
from docgen.sql.tree import walk

Rows = tuple[int, str, str]  # how many, the sum over what is in them, the same without what is generated
_WRITES = {"insert", "update", "delete", "truncate", "merge"}
# What says the same says it in the same words: a definition without the name of what it defines.
_DEFINITIONS = """
select concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype, pg_get_constraintdef(oid)), count(*)
from pg_catalog.pg_constraint where contype <> 'n' group by 1
union all
select concat_ws(' ', 'index', indrelid::regclass, regexp_replace(pg_get_indexdef(indexrelid), ' INDEX .* ON ', ' ')),
  count(*)
from pg_catalog.pg_index where indrelid >= 16384 group by 1
union all
select concat_ws(' ', 'statistics', stxrelid::regclass, stxkeys, stxkind), count(*)
from pg_catalog.pg_statistic_ext group by 1
"""
_ROWS = """
select count(*),
  coalesce(sum(pg_catalog.hashtextextended(one::text, 0)::numeric), 0)::text,
  coalesce(sum(pg_catalog.hashtextextended((to_jsonb(one) - %s::text[])::text, 0)::numeric), 0)::text
from {} as one
"""
_GENERATED = """
select relkind in ('r', 'p') and relnamespace <> 'pg_catalog'::regnamespace, array(
  select attname::text
  from pg_catalog.pg_attribute left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = pg_class.oid
    and (attidentity <> '' or pg_get_expr(adbin, adrelid) ~ '[(]|CURRENT_|LOCALTIME'))
from pg_catalog.pg_class where oid = to_regclass(%s)
"""


def definitions(connection: psycopg.Connection) -> dict[str, int]:
    """How often the database holds each constraint, index and statistics, whatever it is called."""
    return {text: int(count) for text, count in connection.execute(_DEFINITIONS)}


def rows_of(connection: psycopg.Connection, tables: Iterable[str]) -> dict[str, Rows]:
    """For each table how many rows it holds, and a sum over their contents; tables that are not there are left out."""
    found: dict[str, Rows] = {}
    for name in tables:
        row = connection.execute(_GENERATED, [name]).fetchone()
        if row is not None and row[0]:
            statement = sql.SQL(_ROWS).format(sql.Identifier(*_parts(name)))
            result = connection.execute(statement, [row[1]]).fetchone()
            if result is not None:
                found[name] = (int(result[0]), str(result[1]), str(result[2]))
    return found


def tables_of(statement: Statement) -> tuple[str, ...]:
    """The tables whose rows a statement writes, as to_regclass takes them."""
    found = {
        _quoted(action.relation_schema, action.relation)
        for one in (statement, *statement.inner)
        for action in one.actions
        if action.relation and (action.verb in _WRITES or action.detail.startswith("type "))
    }
    for one in (statement, *statement.inner):
        for kind, fields in walk(one.node):
            if kind in ("UpdateStmt", "MergeStmt", "DeleteStmt", "InsertStmt"):
                table = fields.get("relation", {})
                found.add(_quoted(table.get("schemaname", ""), table.get("relname", "")))
    return tuple(sorted(found))


def emptied_by(statement: Statement) -> set[str]:
    """The tables out of which a statement takes rows."""
    return {
        _quoted(action.relation_schema, action.relation)
        for one in (statement, *statement.inner)
        for action in one.actions
        if action.verb in ("delete", "truncate")
    }


def _quoted(schema: str, name: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in (schema, name) if part)


def _parts(name: str) -> list[str]:
    return [part.replace('""', '"') for part in name[1:-1].split('"."')]
