"""Fingerprint: everything that a bad example may change, as text to compare."""

from __future__ import annotations

import psycopg

# One query a kind of fact: what is set on objects beside their structure, and their structure by name.
QUERIES = (
    "SELECT c.relname, c.relkind, c.reloptions, c.relacl, c.relrowsecurity FROM pg_class c WHERE {own}",
    "SELECT c.relname, a.attname, a.atttypid::regtype, a.attnotnull, a.attidentity FROM pg_attribute a"
    " JOIN pg_class c ON c.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped AND {own}",
    "SELECT p.oid::regprocedure, p.prosecdef, p.proconfig, p.proacl, p.prosrc FROM pg_proc p"
    " WHERE p.pronamespace = 'public'::regnamespace",
    "SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE {own}",
    "SELECT c.relname, o.conname, pg_get_constraintdef(o.oid) FROM pg_constraint o"
    " JOIN pg_class c ON c.oid = o.conrelid WHERE {own}",
    "SELECT c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p"
    " JOIN pg_class c ON c.oid = p.polrelid WHERE {own}",
    "SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisvalid FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indrelid WHERE {own}",
    "SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relkind IN ('v', 'm') AND {own}",
    "SELECT t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid",
    "SELECT pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d"
    " WHERE d.objoid >= 16384",
    "SELECT s.sequencename, s.last_value, s.increment_by FROM pg_sequences s WHERE s.schemaname = 'public'",
    "SELECT e.extname, e.extnamespace::regnamespace FROM pg_extension e",
)


def fingerprint(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    """The facts of schema public with the rows of its tables and how often each is there, one text each."""
    facts: set[str] = set()
    for query in QUERIES:
        own = "c.relnamespace = 'public'::regnamespace"
        facts.update(repr(row) for row in connection.execute(query.format(own=own).encode()))
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    for (table,) in tables.fetchall():
        rows = connection.execute(f'SELECT t::text, count(*) FROM public."{table}" t GROUP BY 1'.encode())
        facts.update(f"{table} {row}" for row in rows)
    return facts
