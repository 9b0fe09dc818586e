"""Identifiers: names in statements that a person may paste into a migration: quoted wherever the server needs it."""

from __future__ import annotations

from functools import lru_cache

from docgen.model.name import Name, quote

# The key words that name no table or column unless quoted, in any supported version.
_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
    column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
    from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
    returning right select session_user similar some symmetric system_user table tablesample then to trailing true
    union unique user using variadic verbose when where window with
"""
_RESERVED = frozenset(_WORDS.split())


@lru_cache(maxsize=1 << 15)
def identifier(name: str) -> str:
    """``name`` as a statement needs it: reserved words are quoted too."""
    return f'"{name}"' if name in _RESERVED else quote(name)


@lru_cache(maxsize=1 << 15)
def qualified(name: Name) -> str:
    """A schema-qualified name as a statement needs it."""
    return f"{identifier(name.schema)}.{identifier(name.name)}" if name.schema else identifier(name.name)
