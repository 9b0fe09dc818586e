"""Sentinel: one row for a table, made from the catalog alone, so that a migration that empties the table is seen."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

import psycopg
from psycopg import sql

from docgen.postgres.connect import Connection
from docgen.postgres.prepared import Prepared, Query, Rows
from docgen.postgres.proof.row_state import Table
from docgen.postgres.proof.sentinel_values import alternatives, value_for
from docgen.postgres.replay.script import Piece, first_words

_SAVEPOINT = "docgen_sentinel"
_TRIES = 60  # rows that are tried for one table
_TABLES = Query("""
select c.oid::int8, n.nspname, c.relname
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
where c.relkind in ('r', 'p') and not c.relispartition and c.oid >= 16384
""")
_COLUMNS = """
select c.oid::int8, a.attnum, a.attname, b.typname, b.typcategory::text,
  b.typtype::text, a.atttypmod, a.attnotnull or t.typnotnull,
  a.attgenerated <> '',
  array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = b.oid order by e.enumsortorder)
from unnest($1) as c (oid)
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
join pg_catalog.pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
order by 1, a.attnum
"""
_KEYS = Query("""
select k.conrelid::int8, k.conkey, k.confrelid::int8, k.confkey, k.confdeltype in ('c', 'n', 'd')
from pg_catalog.pg_constraint k
where k.contype = 'f' and k.conparentid = 0
""")
_CHECKS = """
select k.conrelid::int8, k.conname, k.conkey, pg_catalog.pg_get_constraintdef(k.oid)
from pg_catalog.pg_constraint k
where k.contype = 'c' and k.conrelid = any($1)
union all
select a.attrelid::int8, k.conname, array[a.attnum], pg_catalog.pg_get_constraintdef(k.oid)
from pg_catalog.pg_attribute a
join pg_catalog.pg_constraint k on k.contypid = a.atttypid and k.contype = 'c'
where a.attrelid = any($1) and a.attnum > 0 and not a.attisdropped
"""
_UNIQUE = "23505"  # a row with that key is there already, a real one or a trigger's: it will do
_WORD = re.compile(r"\w+")
_RUNS_CODE = frozenset({"do", "call", "select", "with", "execute"})
_WRITES = frozenset({"delete", "truncate", "update", "merge"})
_DROPS = re.compile(
    r"\bdrop\s+(?!(?:policy|index|trigger|function|procedure|routine|aggregate|view|materialized|constraint|default"
    r"|not|rule|role|publication|statistics|event|expression|identity)\b)",
    re.IGNORECASE,
)
_DESTROYS = re.compile(r"\b(?:delete|truncate|update|merge|execute)\b", re.IGNORECASE)
_FROM_ROWS = re.compile(r"\bselect\b.*\bfrom\b", re.IGNORECASE | re.DOTALL)
_PUT_TOGETHER = re.compile(r"\bexecute\b(?!\s+(?:function|procedure|on)\b)", re.IGNORECASE)

Cell = tuple[int, int]  # table, column number


@dataclass(frozen=True)
class _Column:
    number: int
    name: str
    required: bool
    value: str | None  # as text; None where nothing is known for its type
    labels: list[str]  # of its enum


class _Key(NamedTuple):
    """A foreign key."""

    child: int
    own: list[int]
    parent: int
    other: list[int]
    follows: bool  # a row of the child changes when its parent's is deleted


@dataclass
class Sentinels:
    """Rows for the tables that a text names, and for those that foreign keys tie to them."""

    text: str
    everywhere: bool = False  # names may be put together while it runs: every table counts
    parents: bool = False  # also for what these refer to: an UPDATE of a new row has the server look for it
    failed: list[Table] = field(default_factory=list)  # tables for which no row could be made

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, in lower case."""
        return frozenset(_WORD.findall(self.text.lower()))

    def names(self, table: Table) -> bool:
        """Whether the text speaks of the table."""
        return self.everywhere or self.words.issuperset(_WORD.findall(table[1].lower()))

    def insert(self, prepared: Prepared) -> None:
        """Puts the rows in, inside the open transaction: no trigger fires, foreign keys hold, no sequence moves."""
        self.failed.clear()
        connection = prepared.connection
        tables, found = prepared.ask(_TABLES, _KEYS)
        names = {row[0]: (row[1], row[2]) for row in tables}
        named = {oid for oid, table in names.items() if self.names(table)}
        if not named:
            return
        keys = [_Key(*row) for row in found]
        with _as_replica(connection) as free:
            own = _tied(named, keys, children=True, all_children="cascade" in self.words) & names.keys()
            alone = free and not self.parents
            chosen = sorted(own if alone else _tied(own, keys, children=False) & names.keys())
            cells, checks = prepared.ask(*(Query(text, ("oid[]",), (chosen,)) for text in (_COLUMNS, _CHECKS)))
            columns = _columns(cells, chosen)
            values = _agreed(columns, keys)
            failed: list[int] = []
            while chosen:
                failed = [
                    oid for oid in chosen if not _insert(connection, names[oid], columns[oid], values, oid, checks)
                ]
                # Where keys are enforced, a row may have waited for one of another table.
                chosen = failed if not free and len(failed) < len(chosen) else []
            self.failed.extend(names[oid] for oid in failed if oid in own)


def may_destroy(pieces: Sequence[Piece]) -> bool:
    """Whether a row that was not there at the first run could be lost or changed by the second."""
    for piece in pieces:
        word = first_words(piece.text)[0]
        if word in _WRITES or (word in ("drop", "alter") and _DROPS.search(piece.text)):
            return True
        if word == "insert" and _FROM_ROWS.search(piece.text):
            return True
        if word in _RUNS_CODE and (word == "call" or _DROPS.search(piece.text) or _DESTROYS.search(piece.text)):
            return True
    return False


def sentinels_for(text: str) -> Sentinels:
    """Rows for the tables that the text names, or for every one where it puts names together while it runs."""
    return Sentinels(text, everywhere=bool(_PUT_TOGETHER.search(text)))


def _columns(cells: Rows, tables: Sequence[int]) -> dict[int, list[_Column]]:
    columns: dict[int, list[_Column]] = {oid: [] for oid in tables}
    for row in cells:
        oid, number, column, kind, category, form, modifier, required, generated, labels = row
        if not generated:
            value = value_for(kind, category, form, modifier, labels[0] if labels else None)
            columns[oid].append(_Column(number, column, required, value, labels))
    return columns


def _tied(tables: Set[int], keys: Sequence[_Key], children: bool, all_children: bool = False) -> set[int]:
    """The tables, and those whose rows go with theirs or (not ``children``) those that these refer to."""
    steps = [(key.parent, key.child) if children else (key.child, key.parent)
             for key in keys if not children or all_children or key.follows]  # fmt: skip
    chosen = set(tables)
    waiting = list(chosen)
    while waiting:
        one = waiting.pop()
        found = {end for start, end in steps if start == one} - chosen
        chosen |= found
        waiting += found
    return chosen


def _agreed(columns: Mapping[int, Sequence[_Column]], keys: Sequence[_Key]) -> dict[Cell, str | None]:
    """A value for each column, the same for all that foreign keys tie together."""
    values = {(oid, column.number): column.value for oid, own in columns.items() for column in own}
    inside = [key for key in keys if key.child in columns]
    for _ in range(len(inside)):
        before = dict(values)
        for key in inside:
            for mine, theirs in zip(key.own, key.other, strict=True):
                if (key.parent, theirs) in values:
                    values[key.child, mine] = values[key.parent, theirs]
        if values == before:
            break
    return values


@contextlib.contextmanager
def _as_replica(connection: Connection) -> Iterator[bool]:
    """Triggers and foreign keys rest inside the block; False where the role may not ask for it."""
    connection.execute(f"savepoint {_SAVEPOINT}")
    try:
        connection.execute("set local session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        connection.execute(f"rollback to savepoint {_SAVEPOINT}")
        yield False
    else:
        yield True
        connection.execute("set local session_replication_role = origin")


def _insert(
    connection: Connection, table: Table, columns: Sequence[_Column], values: Mapping[Cell, str | None], oid: int,
    checks: Sequence[tuple[int, str, list[int], str]],
) -> bool:  # fmt: skip
    """Whether there is a row now: with all values, else with others where a check refuses, else with the least."""
    full = {column.name: values.get((oid, column.number)) for column in columns}
    required = {column.name for column in columns if column.required}
    by_number = {column.number: column for column in columns}
    checked = [
        (by_number[number], text)
        for table_of, _, numbers, text in checks
        for number in (numbers if table_of == oid and numbers else ())
        if number in by_number
    ]
    for tried, row in enumerate(_rows(full, required, checked)):
        if tried == _TRIES:
            break
        connection.execute(f"savepoint {_SAVEPOINT}")
        try:
            connection.execute(_statement(table, row, required))
        except psycopg.Error as error:
            if connection.closed:
                raise
            connection.execute(f"rollback to savepoint {_SAVEPOINT}")
            if error.sqlstate == _UNIQUE:
                return True
        else:
            return True
    return False


def _rows(
    full: dict[str, str | None], required: set[str], checked: Sequence[tuple[_Column, str]]
) -> Iterator[dict[str, str | None]]:
    """Rows to try: ``checked`` are the columns that checks speak of, with the text of each."""
    yield full
    lean = {name: value if name in required else None for name, value in full.items()}
    if checked:
        yield full | {column.name: None for column, _ in checked if column.name not in required}
    yield lean
    # The first word that each check speaks of: right for the lists of allowed values that most checks are.
    first: dict[str, str | None] = {column.name: next(alternatives(text)) for column, text in checked}
    yield full | first
    yield lean | {name: value for name, value in first.items() if name in required}
    for column, text in checked:
        for value in (*column.labels, *alternatives(text)):
            yield lean | {other: word for other, word in first.items() if other in required} | {column.name: value}


def _statement(table: Table, row: Mapping[str, str | None], required: set[str]) -> sql.Composed:
    # A required column for which no value is known is left to its default.
    cells = [
        (sql.Identifier(name), sql.Literal(value) if value is not None else sql.SQL("null"))
        for name, value in row.items()
        if value is not None or name not in required
    ]
    if not cells:
        return sql.SQL("insert into {} default values").format(sql.Identifier(*table))
    return sql.SQL("insert into {} ({}) overriding system value values ({})").format(
        sql.Identifier(*table),
        sql.SQL(", ").join(name for name, _ in cells),
        sql.SQL(", ").join(value for _, value in cells),
    )
