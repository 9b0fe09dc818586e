"""Uses: what rests on a relation, a function or a type: views, foreign keys, triggers, columns."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.lint.keys import Key
from docgen.lint.reads import Read, read_by
from docgen.sql.libpg_query import Node

EVERY_COLUMN = "*"


class Uses:
    """Who uses which name, as each user was made last. Names are unqualified."""

    def __init__(self) -> None:
        self._users: dict[str, set[Key]] = {}
        self._names: dict[Key, set[str]] = {}
        self._columns: dict[Key, frozenset[str]] = {}
        self._typed: dict[str, set[Key]] = {}
        self._unsorted: list[tuple[str, Key]] = []  # what is not in _typed yet: few files ask for types
        self._queries: dict[int, tuple[Node, Read]] = {}

    def open(self) -> None:
        """Begins a file: the queries of the one before are let go."""
        self._queries = {}

    def query(self, node: Node) -> Read:
        """What a query reads; both runs of a file ask for it."""
        found = self._queries.get(id(node))
        if found is None:
            found = self._queries[id(node)] = (node, read_by(node))
        return found[1]

    def note(self, user: Key, names: Iterable[str], columns: frozenset[str] = frozenset()) -> None:
        """An object is made (again) that uses these names, and of them these columns."""
        self._names[user], self._columns[user] = set(names), columns
        for name in self._names[user]:
            self._users.setdefault(name, set()).add(user)

    def forget(self, user: Key) -> None:
        """An object of this key is made that uses nothing."""
        if user in self._names:
            self._names[user] = set()

    def of(self, name: str) -> list[Key]:
        """The keys of those that use the name; whether they exist is not known here."""
        return [user for user in self._users.get(name, ()) if name in self._names[user]]

    def reads(self, user: Key, column: str) -> bool:
        """Whether the user names the column, or all of them."""
        return not self._columns[user].isdisjoint((column, EVERY_COLUMN))

    def rename(self, old: str, new: str) -> list[Key]:
        """The users follow what they use to its new name; those that do."""
        users = self.of(old)
        for user in users:
            self._names[user] = self._names[user] - {old} | {new}
            self._users.setdefault(new, set()).add(user)
        return users

    def note_type(self, column: Key, type_name: str) -> None:
        """A column has had this type."""
        self._unsorted.append((type_name, column))

    def of_type(self, type_name: str) -> list[Key]:
        """The columns that have had this type; whether they still have it is not known here."""
        for name, column in self._unsorted:
            self._typed.setdefault(name, set()).add(column)
        self._unsorted = []
        return list(self._typed.get(type_name, ()))
