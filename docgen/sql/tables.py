"""Tables: the statements that made each table what it is; few files ask how two of them differ."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from docgen.sql.structure import Difference, Structure

Key = TypeVar("Key", bound=Hashable)


class Tables(Generic[Key]):
    """The statements that made each table what it is, by any key; their structure is worked out where two meet."""

    def __init__(self) -> None:
        self._texts: dict[Key, list[str]] = {}

    def created(self, key: Key, text: str) -> None:
        """A table begins with its CREATE TABLE."""
        self._texts[key] = [text]

    def altered(self, key: Key, text: str) -> None:
        """A later statement changes it; of a table whose beginning is not known nothing is kept."""
        if key in self._texts:
            self._texts[key].append(text)

    def renamed(self, old: Key, new: Key) -> None:
        """It goes on under another key."""
        if old in self._texts:
            self._texts[new] = self._texts.pop(old)

    def differences(self, key: Key, text: str) -> tuple[Difference, ...]:
        """What another CREATE TABLE wants otherwise; none for a table whose beginning is not known."""
        from docgen.sql.structure import Structure

        return self.structure(key).differences(Structure((text,)))

    def structure(self, key: Key) -> Structure:
        """The table as it is by now."""
        from docgen.sql.structure import Structure

        return Structure(self._texts.get(key, ()))
