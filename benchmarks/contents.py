"""Contents: what a database holds, by name and never by number: its objects, and the rows of single tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import psycopg
from psycopg import sql

from docgen.lint.reads import VOLATILE
from docgen.lint.seeds import inserted_rows
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import strings, walk

Rows = tuple[int, str, str]  # how many, the sum over what is in them, the same without what is generated
_DRAWN = "now\\(|current_|clock_timestamp|localtime|statement_timestamp|transaction_timestamp|gen_random_uuid"
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
  coalesce(sum(pg_catalog.hashtextextended((to_jsonb(one) - %s::text[])::text, 0)::numeric), 0)::text,
  coalesce(sum(pg_catalog.hashtextextended((to_jsonb(one) - %s::text[])::text, 0)::numeric), 0)::text
from {} as one
"""
_GENERATED = """
select relkind in ('r', 'p') and relnamespace <> 'pg_catalog'::regnamespace, array(
  select attname::text
  from pg_catalog.pg_attribute left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = pg_class.oid
    and (
      attidentity <> '' or pg_get_expr(adbin, adrelid) ~ '[(]|CURRENT_|LOCALTIME'
      or exists (  -- what refers to such a value
        select from pg_catalog.pg_constraint join pg_catalog.pg_attribute as there
          on there.attrelid = confrelid and there.attnum = any (confkey)
        left join pg_catalog.pg_attrdef as made on made.adrelid = confrelid and made.adnum = there.attnum
        where contype = 'f' and conrelid = pg_class.oid and conkey = array[pg_attribute.attnum]
          and (there.attidentity <> '' or pg_get_expr(made.adbin, made.adrelid) ~ '[(]|CURRENT_|LOCALTIME')
      )
    )),
  array(  -- what triggers stamp whenever a row is written, whatever is written
    select found[1]
    from pg_catalog.pg_trigger join pg_catalog.pg_proc on pg_proc.oid = tgfoid,
      regexp_matches(prosrc, '\\mnew\\.(\\w+)\\s*:?=([^;]*)', 'gi') as found
    where tgrelid = pg_class.oid and not tgisinternal and found[2] ~* %s
  )
from pg_catalog.pg_class where oid = to_regclass(%s)
"""


def definitions(connection: psycopg.Connection) -> dict[str, int]:
    """How often the database holds each constraint, index and statistics, whatever it is called."""
    return {text: int(count) for text, count in connection.execute(_DEFINITIONS)}


def rows_of(
    connection: psycopg.Connection, tables: Iterable[str], drawn: Mapping[str, set[str]] = MappingProxyType({})
) -> dict[str, Rows]:
    """For each table how many rows it holds, and a sum over their contents; tables that are not there are left out.

    ``drawn``: columns that count as generated, because the statements fill them with the time or at random.
    """
    found: dict[str, Rows] = {}
    for name in tables:
        row = connection.execute(_GENERATED, [_DRAWN, name]).fetchone()
        if row is not None and row[0]:
            statement = sql.SQL(_ROWS).format(sql.Identifier(*_parts(name)))
            result = connection.execute(statement, [row[2], [*row[1], *row[2], *drawn.get(name, ())]]).fetchone()
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


def drawn_by(statement: Statement) -> dict[str, set[str]]:
    """By table the columns that an INSERT fills with a value that is another one each time."""
    found: dict[str, set[str]] = {}
    for one in (statement, *statement.inner):
        for action in one.actions:
            for row in inserted_rows(one.node.get("InsertStmt", {})) if action.verb == "insert" else ():
                names = {name for name, value in zip(action.columns, row, strict=False) if _is_drawn(value)}
                found.setdefault(_quoted(action.relation_schema, action.relation), set()).update(names)
    return found


def _is_drawn(value: Node) -> bool:
    return any(
        kind == "SQLValueFunction" or (kind == "FuncCall" and not VOLATILE.isdisjoint(strings(fields.get("funcname"))))
        for kind, fields in walk({"": value})
    )


def emptied_by(statement: Statement) -> set[str]:
    """The tables out of which a statement takes rows, or that it drops."""
    actions = [action for one in (statement, *statement.inner) for action in one.actions]
    emptied = {_quoted(one.relation_schema, one.relation) for one in actions if one.verb in ("delete", "truncate")}
    return emptied | {_quoted(one.schema, one.name) for one in actions if (one.verb, one.kind) == ("drop", "table")}


def _quoted(schema: str, name: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in (schema, name) if part)


def _parts(name: str) -> list[str]:
    return [part.replace('""', '"') for part in name[1:-1].split('"."')]
