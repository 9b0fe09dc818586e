"""Nouns: the lineage of views and routines as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from docgen.model.name import Name
from docgen.sql.lineage.nouns import ColumnOf, Write


class ColumnLineage(msgspec.Struct, frozen=True, kw_only=True):
    """What one column of a view is made of."""

    name: str
    sources: tuple[ColumnOf, ...] = ()  # the columns that its expression names, of what the view reads directly
    copied: bool = False  # it is one of them as it is, or only cast
    expressions: tuple[str, ...] = ()  # on one line each; one for every branch of a UNION; none for a bare column


class ViewLineage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the columns of one view or materialized view come from."""

    relation: Name
    columns: tuple[ColumnLineage, ...] = ()
    relations: tuple[Name, ...] = ()  # what it reads from directly
    conditions: tuple[ColumnOf, ...] = ()  # read for joins, filters, groups and orders, and shown in no column
    unread: tuple[ColumnOf, ...] = ()  # pg_depend records it, reading the text does not find it
    unrecorded: tuple[ColumnOf, ...] = ()  # reading the text finds it, pg_depend does not record it
    problem: str = ""  # why it is not known, as a clause


class RoutineLineage(msgspec.Struct, frozen=True, kw_only=True):
    """What a function or procedure reads and writes, by parsing its body."""

    routine: Name
    signature: str
    reads: tuple[ColumnOf, ...] = ()
    relations: tuple[Name, ...] = ()  # what it reads from
    writes: tuple[Write, ...] = ()
    dynamic: bool = False  # it runs SQL that is put together when it runs: what that does is not known
    problem: str = ""  # why it is not known, as a clause


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a value: from a column into another one, and through which object."""

    source: ColumnOf
    target: ColumnOf
    copied: bool  # as it is, or only cast
    kind: Literal["view", "generated column", "function"] = "view"
    through: Name | None = None  # the function that writes it, found by parsing


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A column that holds, or is made of, what another one holds; ``steps`` from there to here."""

    target: ColumnOf
    copied: bool  # as it is on the whole way
    steps: tuple[Flow, ...]
