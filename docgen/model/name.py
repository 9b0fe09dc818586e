"""Name: how every object of a database is called, and how it is written in SQL."""

from __future__ import annotations

import functools
import re

import msgspec

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")


class Name(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """A schema-qualified name, unquoted: exactly the bytes of the catalog."""

    schema: str
    name: str

    def __str__(self) -> str:
        """The name as a person writes it in SQL: parts that need quotes have them."""
        return f"{quote(self.schema)}.{quote(self.name)}" if self.schema else quote(self.name)


@functools.lru_cache(maxsize=1 << 16)
def quote(identifier: str) -> str:
    """The identifier as PostgreSQL's lexer reads it back, quoted only where its form needs it.

    Reserved words are left bare: this is for readers, not for execution.
    """
    if _PLAIN.match(identifier):
        return identifier
    return '"' + identifier.replace('"', '""') + '"'
