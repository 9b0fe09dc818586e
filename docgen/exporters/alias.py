"""Aliases: a plain word for each name, where a format wants words without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docgen.model.name import Name


def aliases(names: Iterable[Name]) -> dict[Name, str]:
    """A word of letters, digits and underscores for each name; equal words are told apart by a number."""
    taken: set[str] = set()
    found: dict[Name, str] = {}
    for name in sorted(names):
        base = word(f"{name.schema}_{name.name}")
        alias, number = base, 2
        while alias.casefold() in taken:
            alias, number = f"{base}_{number}", number + 1
        taken.add(alias.casefold())
        found[name] = alias
    return found


def word(text: str) -> str:
    """The text as a word: what is no ASCII letter, digit or underscore is one underscore, and a letter comes first."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_") or "x"
    return plain if plain[0].isalpha() else f"x_{plain}"
