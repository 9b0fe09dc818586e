"""One by one: asks for every relation on its own, in the sequence of statements that tbls sends, and renders nothing.

A few fixed statements, then for each relation its constraints, triggers, columns and indexes, and for a view its
definition. Each is prepared and then executed, two round trips, as tbls's driver does. The SQL is ours and asks for
the same facts; psycopg's lowest layer is used, so that as little as possible of the time is Python's.
"""

from __future__ import annotations

import sys

import psycopg
from psycopg import pq

FIXED = (
    "select version()",
    "select current_schema()",
    "show search_path",
    "select current_user",
    """
    select p.oid, n.nspname, p.proname, p.prokind, format_type(p.prorettype, null),
      pg_get_function_identity_arguments(p.oid)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema') order by p.oid
    """,
    """
    select n.nspname, t.typname, array_agg(e.enumlabel)
    from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace
    group by 1, 2 order by 2
    """,
)
RELATIONS = """
    select c.oid, n.nspname, c.relname, c.relkind, d.description
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_description d on d.objoid = c.oid and d.objsubid = 0
    where n.nspname not in ('pg_catalog', 'information_schema') and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.oid
"""
OF_RELATION = (
    """
    select k.conname, pg_get_constraintdef(k.oid), k.contype, f.relname,
      array_agg(a.attname), array_agg(b.attname), d.description
    from pg_constraint k
    left join pg_class f on f.oid = k.confrelid
    left join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
    left join pg_attribute b on b.attrelid = k.confrelid and b.attnum = any (k.confkey)
    left join pg_description d on d.objoid = k.oid
    where k.conrelid = $1
    group by k.oid, k.conname, k.contype, k.conindid, f.relname, d.description
    order by k.conindid, k.conname
    """,
    """
    select t.tgname, pg_get_triggerdef(t.oid), d.description
    from pg_trigger t left join pg_description d on d.objoid = t.oid
    where not t.tgisinternal and t.tgrelid = $1 order by t.tgrelid
    """,
    """
    select a.attname, pg_get_expr(v.adbin, v.adrelid), a.attnotnull, format_type(a.atttypid, a.atttypmod),
      t.typname, a.attidentity, a.attgenerated, d.description
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef v on v.adrelid = a.attrelid and v.adnum = a.attnum
    left join pg_description d on d.objoid = a.attrelid and d.objsubid = a.attnum
    where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum
    """,
    """
    select i.relname, pg_get_indexdef(i.oid), array_agg(a.attname), d.description
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    left join pg_attribute a on a.attrelid = i.oid
    left join pg_description d on d.objoid = i.oid
    where x.indrelid = $1 group by i.oid, i.relname, d.description order by i.oid
    """,
)
VIEW = "select pg_get_viewdef($1::oid)"


def ask(connection: pq.abc.PGconn, query: str, values: list[bytes] | None = None) -> list[list[bytes | None]]:
    """The rows of one statement, prepared and executed, as text."""
    for result in (connection.prepare(b"", query.encode()), connection.exec_prepared(b"", values or [])):
        if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
            raise SystemExit(result.error_message.decode())
    return [[result.get_value(row, column) for column in range(result.nfields)] for row in range(result.ntuples)]


def main(url: str) -> None:
    """Reads the database at ``url`` relation by relation and prints how many there are."""
    connection = psycopg.connect(url, autocommit=True).pgconn
    for query in FIXED:
        ask(connection, query)
    relations = ask(connection, RELATIONS)
    kept = []
    for oid, *facts in relations:
        assert oid is not None
        rows = [ask(connection, query, [oid]) for query in OF_RELATION]
        if facts[2] in (b"v", b"m"):
            rows.append(ask(connection, VIEW, [oid]))
        kept.append((facts, rows))
    print(len(kept))


if __name__ == "__main__":
    main(sys.argv[1])
