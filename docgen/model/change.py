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
