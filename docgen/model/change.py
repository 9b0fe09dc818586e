"""Changes: how one catalog differs from another, in the terms of the schema."""

from __future__ import annotations

from typing import Literal

from docgen.model.relation import Noun


class Change(Noun, frozen=True):
    """One difference between what is expected (the migrations) and what is there (the live database)."""

    kind: Literal["missing", "unexpected", "different"]
    object_kind: str  # table, column, constraint, index, policy, function ... in SQL words
    object: str  # public.service_packages.code
    attribute: str = ""  # for ``different``: type, default, definition ...
    expected: str = ""
    actual: str = ""
    relation: str = ""  # the relation that it hangs on, for grouping


class Deviation(Noun, frozen=True):
    """A change, and the statement of the migrations that it departs from; ``path`` "" where none is known.

    For what is missing or different that is the newest statement that made or altered it; for what no migration
    makes, the one that dropped it.
    """

    change: Change
    path: str = ""
    line: int = 0
    version: str = ""
    verb: str = ""  # what the statement does: create, add, alter, drop, grant ...


class Drift(Noun, frozen=True):
    """How the live database departs from the migrations, and how far that can be trusted."""

    deviations: tuple[Deviation, ...] = ()
    ignored: int = 0  # changes that the configuration wants left out
    warnings: tuple[str, ...] = ()  # what the comparison may have wrong, one sentence each
    not_compared: tuple[str, ...] = ()  # what was not looked at, one sentence each
