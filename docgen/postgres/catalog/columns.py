"""Columns: rows of columns.sql and column_types.sql as the columns of each relation."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern
from typing import Literal

from docgen.model.name import Name
from docgen.model.relation import Column
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.scope import public_options
from docgen.postgres.catalog.statements import Rows

_IDENTITY: dict[str | None, Literal["", "always", "by default"]] = {None: "", "a": "always", "d": "by default"}
_GENERATED: dict[str | None, Literal["", "stored", "virtual"]] = {None: "", "s": "stored", "v": "virtual"}
_STORAGE = {None: "", "p": "plain", "e": "external", "m": "main", "x": "extended"}
_COMPRESSION = {None: "", "p": "pglz", "l": "lz4"}


class Columns:
    """The columns of relations and composite types by the relation's oid, and their names by number."""

    def __init__(self, rows: Rows, types: Rows, collations: dict[int, str], grants: GrantReader) -> None:
        self._texts: dict[tuple[int, int], str] = {}
        self._names: dict[int, Name | None] = {}
        for type_oid, modifier, text, schema, name in types:
            self._texts[type_oid, modifier] = text
            self._names[type_oid] = None if schema == "pg_catalog" else Name(schema, name)
        self._collations = collations
        self._grants = grants
        self._columns: dict[int, list[Column]] = {}
        self._numbers: dict[int, dict[int, str]] = {}
        self._lists: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._read(rows)

    def of(self, relation: int) -> tuple[Column, ...]:
        """The columns of the relation in catalog order; the answer is given once and forgotten."""
        return tuple(self._columns.pop(relation, ()))

    def names(self, relation: int, numbers: Sequence[int] | None) -> tuple[str, ...]:
        """The names of columns by number; "" for an expression (number 0)."""
        known = self._numbers.get(relation, {})
        found = tuple([known.get(number, "") for number in numbers or ()])
        return self._lists.setdefault(found, found)  # most keys and indexes of a database are over the same few lists

    def _read(self, rows: Rows) -> None:
        texts, names, columns, numbers = self._texts, self._names, self._columns, self._numbers
        current, own, own_numbers = -1, list[Column](), dict[int, str]()
        for (
            relation, number, name, type_oid, modifier, not_null, default, identity, generated, collation, storage,
            compression, statistics, options, foreign_options, inherited, acl, not_null_constraint,
            not_null_validated, comment,
        ) in rows:  # fmt: skip
            if relation != current:
                current = relation
                own = columns[relation] = []
                own_numbers = numbers[relation] = {}
            column_name = own_numbers[number] = intern(name)
            own.append(
                Column(
                    name=column_name,
                    type=texts[type_oid, modifier],
                    type_name=names[type_oid],
                    not_null=not_null,
                    not_null_constraint=not_null_constraint or "",
                    not_null_validated=not_null_validated,
                    default=default if default is None else intern(default),
                    identity=_IDENTITY[identity],
                    generated=_GENERATED[generated],
                    collation=self._collations.get(collation, "") if collation else "",
                    storage=_STORAGE[storage],
                    compression=_COMPRESSION.get(compression, ""),
                    statistics=statistics,
                    options=public_options([*(options or ()), *(foreign_options or ())])
                    if options or foreign_options
                    else (),
                    inherited=inherited,
                    grants=() if acl is None else self._grants.read("column", "", acl),
                    comment=comment or "",
                )
            )
