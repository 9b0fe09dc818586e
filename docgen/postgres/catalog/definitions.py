"""Definitions: plain keys and indexes as the server would print them, from columns of the catalog.

pg_get_indexdef() and pg_get_constraintdef() look up everything anew for each object and were half of the reading of a
large schema. What is rare is still asked of them: see indexes.sql and constraints.sql.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docgen.model.name import Name
from docgen.model.relation import Reference

_BARE = re.compile(r"[a-z_][a-z0-9_]*\Z")


class Definitions:
    """Writes definitions as ruleutils.c does with an empty search_path; ``keywords`` are those that need quotes."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self._keywords = frozenset(keywords)
        self._quoted: dict[str, str] = {}

    def quote(self, identifier: str) -> str:
        """The identifier as quote_ident() gives it."""
        quoted = self._quoted.get(identifier)
        if quoted is None:
            bare = _BARE.match(identifier) and identifier not in self._keywords
            quoted = self._quoted[identifier] = identifier if bare else '"' + identifier.replace('"', '""') + '"'
        return quoted

    def index(
        self, name: str, unique: bool, relation: Name, keys: Sequence[str], include: Sequence[str], nulls_equal: bool
    ) -> str:
        """A B-tree over columns in their default order, for all rows, without storage parameters."""
        return (
            f"CREATE {'UNIQUE ' if unique else ''}INDEX {self.quote(name)} ON {self._relation(relation)} USING btree "
            f"({self._list(keys)}){self._include(include)}{' NULLS NOT DISTINCT' if nulls_equal else ''}"
        )

    def key(self, kind: str, keys: Sequence[str], include: Sequence[str], nulls_equal: bool) -> str:
        """A primary key or a unique constraint without its state, see ``state``."""
        word = "PRIMARY KEY" if kind == "p" else f"UNIQUE{' NULLS NOT DISTINCT' if nulls_equal else ''}"
        return f"{word} ({self._list(keys)}){self._include(include)}"

    def foreign_key(self, columns: Sequence[str], reference: Reference) -> str:
        """A foreign key over whole values without its state, see ``state``."""
        match = "" if reference.match == "simple" else f" MATCH {reference.match.upper()}"
        update = "" if reference.on_update == "no action" else f" ON UPDATE {reference.on_update.upper()}"
        delete = "" if reference.on_delete == "no action" else f" ON DELETE {reference.on_delete.upper()}"
        target = f"{self._relation(reference.table)}({self._list(reference.columns)})"
        return f"FOREIGN KEY ({self._list(columns)}) REFERENCES {target}{match}{update}{delete}"

    @staticmethod
    def state(deferrable: bool, initially_deferred: bool, validated: bool, enforced: bool) -> str:
        """What ends the definition of a constraint that is not as constraints are by default."""
        if validated and enforced and not deferrable:
            return ""
        words = " DEFERRABLE" if deferrable else ""
        words += " INITIALLY DEFERRED" if initially_deferred else ""
        if not enforced:
            return f"{words} NOT ENFORCED"
        return words if validated else f"{words} NOT VALID"

    def _relation(self, name: Name) -> str:
        return f"{self.quote(name.schema)}.{self.quote(name.name)}"

    def _list(self, names: Sequence[str]) -> str:
        return ", ".join([self.quote(name) for name in names])

    def _include(self, names: Sequence[str]) -> str:
        return f" INCLUDE ({self._list(names)})" if names else ""
