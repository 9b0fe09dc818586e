"""Recorder log: one row of what the recorder writes, and how it calls things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from docgen.model.name import quote

# What a person looks for the history of, in the words that provenance uses; all else is left to parsing.
KINDS = {
    "table column": "column",
    "table constraint": "constraint",
    "statistics object": "statistics",
    **{
        kind: kind
        for kind in (
            "table", "view", "materialized view", "foreign table", "index", "sequence", "function", "procedure",
            "aggregate", "trigger", "policy", "rule", "schema", "extension", "type", "domain", "domain constraint",
        )
    },
}  # fmt: skip
HANG = frozenset(("trigger", "policy", "rule"))  # named after the table that they hang on

Key = tuple[str, int]  # catalog, oid


class Entry(NamedTuple):
    """One row of the log: what one command did to one object."""

    statement: tuple[int, int]  # number of the file, and where in it the statement starts
    line: int
    command: str
    dropped: bool
    catalog: str
    oid: int
    part: int
    kind: str
    names: Sequence[str]
    arguments: Sequence[str] | None
    relation: int | None
    relation_names: Sequence[str] | None
    state: Mapping[str, Any] | None
    parts: Mapping[str, Sequence[tuple[int, str, Mapping[str, Any]]] | None] | None

    @property
    def key(self) -> Key:
        """The identity of the object."""
        return self.catalog, self.oid

    def addressed(self, kind: str) -> tuple[str, str]:
        """The spelling of an object that was there before the first migration, and that of its relation."""
        names = tuple(self.names)
        hangs = kind in ("column", "constraint") or kind in HANG
        return names[0] if self.catalog == "pg_type" else spelled(names), spelled(names[:2]) if hangs else ""


def spelled(names: Sequence[str]) -> str:
    """The parts of a name as SQL writes them."""
    return ".".join(map(quote, names))
