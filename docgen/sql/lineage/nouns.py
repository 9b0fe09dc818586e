"""Nouns: what a query reads, gives and writes, column by column, once its names are resolved."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from docgen.model.name import Name

WHOLE_ROW = "*"


class ColumnOf(NamedTuple):
    """A column of a relation; ``column`` "*" is the whole row."""

    relation: Name
    column: str


class Known(NamedTuple):
    """A relation that a name stands for; ``columns`` None where they are not known."""

    name: Name
    columns: tuple[str, ...] | None


class Names(NamedTuple):
    """What names as written, schema "" when bare, stand for."""

    relation: Callable[[str, str], Known]
    rows: Callable[[str, str], Known | None]  # of a function: the relation whose rows it returns


class Output(NamedTuple):
    """A column that a query gives, or the value of an expression."""

    name: str
    sources: frozenset[ColumnOf] = frozenset()
    copied: bool = False  # the value passes unchanged, or only cast, in every branch
    expressions: tuple[tuple[int, int], ...] = ()  # byte places of what makes it; empty for a bare column


class Write(NamedTuple):
    """A column that a statement writes; "*" where a row comes or goes whole. ``verb``: insert, update, delete ..."""

    target: ColumnOf
    verb: str
    sources: frozenset[ColumnOf] = frozenset()
    copied: bool = False


def union(outputs: list[Output], name: str = "") -> Output:
    """One value that is made of several."""
    return Output(
        name,
        frozenset().union(*(one.sources for one in outputs)),
        bool(outputs) and all(one.copied for one in outputs),
        tuple(dict.fromkeys(place for one in outputs for place in one.expressions)),
    )


def renamed(outputs: list[Output], names: tuple[str, ...]) -> list[Output]:
    """The columns under the names that an alias gives to the first of them."""
    return [one._replace(name=names[number]) if number < len(names) else one for number, one in enumerate(outputs)]
