"""Observe: a scratch database as it is: schema, identity, every row as text; and copies of it to try things on."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence

import msgspec
import psycopg
from psycopg import sql

from docgen.errors import DatabaseError
from docgen.model.consolidation import SequencePosition, State, TableContent
from docgen.model.migration import Migration, ReplayFailure
from docgen.model.name import Name
from docgen.postgres.catalog.fingerprint import read_fingerprint, read_rows
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import Connection, connect
from docgen.postgres.replay.run import replay
from docgen.postgres.replay.shadow import Shadow
from docgen.postgres.server.cluster import copy_database, drop_database

_COPY = "docgen_shadow_copy_"
_TABLES = """
select
  n.nspname, c.relname,
  array_agg(a.attname::text order by a.attnum) filter (where a.attname is not null),
  array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) filter (where a.attname is not null),
  array_agg(a.atthasdef or a.attidentity <> '' order by a.attnum) filter (where a.attname is not null),
  exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
  )
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relkind = 'r' and c.oid >= 16384 and n.nspname !~ '^pg_(temp|toast)'
group by n.nspname, c.relname, c.oid
order by 1, 2
"""
_SEQUENCES = """
select schemaname, sequencename, last_value
from pg_sequences
where last_value is not null and schemaname !~ '^pg_(temp|toast)'
order by 1, 2
"""
_SETTINGS = """
select
  coalesce(r.rolname, '') as role,
  split_part(one, '=', 1) as setting,
  case
    when split_part(one, '=', 1) <> 'search_path' then quote_literal(substr(one, strpos(one, '=') + 1))
    else coalesce(nullif(substr(one, strpos(one, '=') + 1), ''), quote_literal(''))
  end as value
from pg_db_role_setting s
join pg_database d on d.oid = s.setdatabase
left join pg_roles r on r.oid = s.setrole
cross join unnest(s.setconfig) as one
where d.datname = %s
"""


def observe(url: str, exclude: Sequence[str] = ()) -> State:
    """Everything in the database at ``url``; ``exclude`` are patterns of schema.name that its catalog leaves out.

    Raises DatabaseError.
    """
    with connect(url) as connection:
        return State(
            catalog=read_catalog(connection, (), exclude),
            fingerprint=read_fingerprint(connection),
            tables=tuple(_contents(connection)),
            sequences=tuple(
                SequencePosition(schema=schema, name=name, value=value)
                for schema, name, value in connection.execute(_SEQUENCES).fetchall()
            ),
        )


def _contents(connection: Connection) -> Iterator[TableContent]:
    for schema, name, columns, types, defaulted, extension in connection.execute(_TABLES).fetchall():
        fields = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns or ())
        query = sql.SQL("select {} from only {} order by ctid").format(fields, sql.Identifier(schema, name))
        yield TableContent(
            schema=schema,
            name=name,
            columns=tuple(columns or ()),
            types=tuple(types or ()),
            defaulted=tuple(defaulted or ()),
            rows=tuple(connection.execute(query).fetchall()),
            extension=extension,
        )


@contextlib.contextmanager
def copied(shadow: Shadow) -> Iterator[Shadow]:
    """A copy of the scratch database, dropped afterwards. Nobody else may be connected to the original."""
    name = _COPY + secrets.token_hex(6)
    original = psycopg.conninfo.conninfo_to_dict(shadow.url)["dbname"]
    # A connection to the original would stop the copy.
    server = psycopg.conninfo.make_conninfo(shadow.keeper, dbname="template1")
    try:
        copy_database(server, shadow.url, name)
        with psycopg.connect(server, autocommit=True) as connection:
            _copy_settings(connection, str(original), name)
    except psycopg.Error as error:
        raise DatabaseError(f"The scratch database can't be copied: {str(error).strip()}") from None
    try:
        url = psycopg.conninfo.make_conninfo(shadow.url, dbname=name)
        yield msgspec.structs.replace(shadow, url=url, setup=())
    finally:
        drop_database(server, name)


def _copy_settings(connection: psycopg.Connection, original: str, name: str) -> None:
    """ALTER DATABASE SET, which a template does not hand down."""
    for role, setting, value in connection.execute(_SETTINGS, [original]).fetchall():
        whom = sql.SQL("role {} in database {}").format(sql.Identifier(role), sql.Identifier(name))
        whom = whom if role else sql.SQL("database {}").format(sql.Identifier(name))
        # The value is as SET took it: a list stays a list.
        command = sql.SQL("alter {} set {} to {}").format(whom, sql.Identifier(*setting.split(".")), sql.SQL(value))
        connection.execute(command)


def run(shadow: Shadow, text: str, path: str = "", *, transaction: bool = True) -> tuple[ReplayFailure, ...]:
    """Runs a script on the scratch database as a tool runs a migration; what failed."""
    script = Migration(version="", name="", path=path, sql=text, digest="", transaction=transaction)
    return replay(shadow.url, [script], foreign=shadow.foreign, administrator=shadow.administrator).failures


def digests(url: str) -> dict[Name, tuple[int, str]]:
    """How many rows each table holds, and their digest, whatever their order."""
    with connect(url) as connection:
        names = [(schema, name) for schema, name, *_ in connection.execute(_TABLES).fetchall()]
        rows = read_rows(connection, names)
        return {Name(*name): (one.count, one.digest) for name, one in zip(names, rows, strict=True)}
