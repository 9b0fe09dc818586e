"""Programs: tools whose migrations are code, so that their history tables are all that docgen reads of them."""

from __future__ import annotations

from docgen.model.migration import HistoryQuery

_UTC = """'YYYY-MM-DD"T"HH24:MI:SS"Z"'"""

PROGRAMS = (
    HistoryQuery(
        source="rails",
        schema="public",
        table="schema_migrations",
        columns=("version",),
        sql='select version::text as version from public.schema_migrations order by version collate "C"',
        absent=("dirty", "inserted_at", "statements"),
        beside=("ar_internal_metadata",),
    ),
    HistoryQuery(
        source="ecto",
        schema="public",
        table="schema_migrations",
        columns=("version", "inserted_at"),
        sql=f"""
            select version::text as version, to_char(inserted_at, {_UTC}) as at
            from public.schema_migrations
            order by inserted_at, schema_migrations.version""",  # noqa: S608 - a constant
    ),
    HistoryQuery(
        source="knex",
        schema="public",
        table="knex_migrations",
        columns=("id", "name", "batch", "migration_time"),
        sql=f"""
            select name::text as version, to_char(migration_time at time zone 'utc', {_UTC}) as at
            from public.knex_migrations
            order by id""",  # noqa: S608 - a constant
    ),
    HistoryQuery(
        source="kysely",
        schema="public",
        table="kysely_migration",
        columns=("name", "timestamp"),
        sql='select name::text as version from public.kysely_migration order by "timestamp", name',
    ),
    HistoryQuery(
        source="sequelize",
        schema="public",
        table="SequelizeMeta",
        columns=("name",),
        sql='select name::text as version from public."SequelizeMeta" order by name collate "C"',
    ),
    HistoryQuery(
        source="typeorm",
        schema="public",
        table="migrations",
        columns=("id", "timestamp", "name"),
        sql="select name::text as version from public.migrations order by id",
    ),
    HistoryQuery(
        source="pgroll",
        schema="pgroll",
        table="migrations",
        columns=("schema", "name", "migration", "parent", "done", "created_at"),
        sql=f"""
            select name::text as version, to_char(created_at, {_UTC}) as at, done as success
            from pgroll.migrations
            order by created_at""",  # noqa: S608 - a constant
    ),
)
