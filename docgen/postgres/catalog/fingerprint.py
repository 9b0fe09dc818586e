"""Fingerprint: a database read by identity, whole or only the rows of the catalog that one transaction wrote."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from docgen.model.name import quote
from docgen.model.proof import (
    AttributeChange,
    CatalogObject,
    Comparison,
    Fingerprint,
    RowChange,
    SchemaChange,
    TableRows,
)
from docgen.postgres.catalog.statements import statement
from docgen.postgres.connect import Connection, explained

# Read with an empty path, so that every name inside a definition has its schema.
_PLAIN = "set local search_path = ''; set local timezone = 'UTC'; set local extra_float_digits = 1"
_USER_MADE = re.compile(r"\b(\w+)\.(\w+) >= 16384(?: or \w+\.oid = 2200)?")
_SOURCE = re.compile(r"\b(?:from|join) (pg_\w+) (\w+)\b")
# What initdb made is as old as this row or older; what a person changed since is part of the fingerprint.
_SINCE_INITDB = "{0}.xmin::text::bigint > (select xmin::text::bigint from pg_database where datname = 'template0')"
_PARTS = frozenset({"column", "default", "constraint", "trigger", "policy", "rule", "inheritance"})
_ORDERS = {"columns": "column", "labels": "enum value"}
_SINCE_MAJOR = {"published_schemas": 15}
_TABLES = """
select n.nspname, c.relname
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.oid >= 16384 and n.nspname !~ '^pg_(temp|toast)'
order by 1, 2
"""
_ROWS = "select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from {} as t"


def read_fingerprint(connection: Connection) -> Fingerprint:
    """The whole database at ``connection``: every object that a person made or changed, and the rows of each table.

    Runs inside the connection's transaction, or one of its own; changes nothing. Raises DatabaseError.
    """
    with explained("the fingerprint of the database", connection), connection.transaction():
        connection.execute(_PLAIN)
        major = connection.info.server_version // 10000
        found = objects(_rows(connection, [query(kind, major) for kind in readable_kinds(connection)]))
        return Fingerprint(objects=found, rows=tuple(read_rows(connection, user_tables(connection))))


def read_rows(connection: Connection, tables: Iterable[tuple[str, str]]) -> Iterator[TableRows]:
    """Count and digest of each table (schema, name), in the order given."""
    for schema, name in tables:
        row = connection.execute(sql.SQL(_ROWS).format(sql.Identifier(schema, name))).fetchone()
        count, digest = row or (0, "0")
        yield TableRows(table=f"{quote(schema)}.{quote(name)}", count=count, digest=digest)


def user_tables(connection: Connection) -> list[tuple[Any, ...]]:
    """Schema and name of every table that a person made, sorted."""
    return connection.execute(_TABLES).fetchall()


@functools.cache
def kinds() -> tuple[str, ...]:
    """The stems of queries/fingerprint/*.sql: one for each kind of object."""
    folder = resources.files("docgen.postgres.catalog").joinpath("queries", "fingerprint")
    return tuple(sorted(entry.name.removesuffix(".sql") for entry in folder.iterdir() if entry.name.endswith(".sql")))


@functools.cache
def query(kind: str, major: int, condition: str | None = None) -> str:
    """The text of a kind's query. ``condition`` chooses rows of the catalog, ``{}`` stands for the catalog's alias;
    None: all that a person made or changed since initdb."""
    text = statement(f"fingerprint/{kind}", major)
    if condition is None:
        return _USER_MADE.sub(lambda match: f"({match[0]} or {_SINCE_INITDB.format(match[1])})", text)
    return _USER_MADE.sub(lambda match: condition.format(match[1]), text)


@functools.cache
def catalogs_of(kind: str, major: int) -> frozenset[str]:
    """The catalogs whose rows a kind's query chooses by."""
    text = statement(f"fingerprint/{kind}", major)
    chosen = {alias for alias, _ in _USER_MADE.findall(text)}
    return frozenset(catalog for catalog, alias in _SOURCE.findall(text) if alias in chosen)


def readable_kinds(connection: Connection) -> tuple[str, ...]:
    """The kinds that this server has and this role may read."""
    row = connection.execute("select has_table_privilege('pg_catalog.pg_authid', 'select')").fetchone()
    return _kinds(connection.info.server_version // 10000, bool(row and row[0]))


@functools.cache
def _kinds(major: int, all_roles: bool) -> tuple[str, ...]:
    return tuple(kind for kind in kinds() if (kind != "roles" or all_roles) and _SINCE_MAJOR.get(kind, 0) <= major)


def objects(answers: Iterable[Sequence[tuple[Any, ...]]]) -> tuple[CatalogObject, ...]:
    """The objects in the rows that queries of kinds have given, sorted."""
    found: dict[tuple[str, str], CatalogObject] = {}
    for rows in answers:
        for kind, names, suffix, definition in rows:
            one = _object(kind, names, suffix, definition)
            found[one.kind, one.name] = one
    return tuple(found[key] for key in sorted(found))


def _rows(connection: Connection, texts: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
    if not psycopg.Pipeline.is_supported():
        yield from (connection.execute(text).fetchall() for text in texts)
        return
    with connection.pipeline():
        cursors = [connection.cursor(binary=True).execute(text) for text in texts]
    yield from (cursor.fetchall() for cursor in cursors)


def _object(kind: str, names: Sequence[str], suffix: str, definition: str) -> CatalogObject:
    quoted = [quote(name) for name in names]
    relation = ".".join(quoted[:2]) if kind in _PARTS else ""
    name = ".".join(quoted) + suffix
    return CatalogObject(kind=kind, name=name, definition=definition, relation=relation, names=tuple(names))


def compare(before: Fingerprint, after: Fingerprint) -> Comparison:
    """What ``after`` has, lacks or has otherwise, by kind and name; and the tables whose rows differ.

    Of a relation that only one of the two has, its parts and rows are not told: the relation itself is.
    """
    old = {(one.kind, one.name): one for one in before.objects}
    new = {(one.kind, one.name): one for one in after.objects}
    found = [_change("added", new[key]) for key in new if key not in old]
    found += [_change("removed", old[key]) for key in old if key not in new]
    whole = {(one.change, one.object) for one in found}
    found = [one for one in found if (one.change, one.relation) not in whole]
    found += [
        _change("changed", new[key], attributes)
        for key in new
        if key in old and (attributes := _attributes(old[key], new[key]))
    ]
    return Comparison(schema=tuple(sorted(found, key=_place)), rows=tuple(_row_changes(before.rows, after.rows)))


def _place(change: SchemaChange) -> tuple[str, str, str, str]:
    return change.relation or change.object, change.object, change.kind, change.change


def _change(change: Any, one: CatalogObject, attributes: tuple[AttributeChange, ...] = ()) -> SchemaChange:
    return SchemaChange(change=change, kind=one.kind, object=one.name, relation=one.relation, attributes=attributes)


def _attributes(old: CatalogObject, new: CatalogObject) -> tuple[AttributeChange, ...]:
    if old.definition == new.definition:
        return ()
    was, now = msgspec.json.decode(old.definition), msgspec.json.decode(new.definition)
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return tuple(
        AttributeChange(attribute=name, before=_text(was.get(name)), after=_text(now.get(name)))
        for name in sorted(names)
        # A column more is told as that column; here only the order of those that both have counts.
        if name not in _ORDERS or _reordered(was.get(name) or [], now.get(name) or [])
    )


def _reordered(was: list[str], now: list[str]) -> bool:
    return [name for name in was if name in now] != [name for name in now if name in was]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _row_changes(before: Sequence[TableRows], after: Sequence[TableRows]) -> Iterator[RowChange]:
    old = {one.table: one for one in before}
    for one in sorted(after, key=lambda rows: rows.table):
        if one.table in old and old[one.table] != one:
            yield RowChange(table=one.table, delta=one.count - old[one.table].count)
