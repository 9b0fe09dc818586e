"""Belongs: which relation an object's spelling speaks of, as findings, changes and touches write it."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.model.catalog import Catalog
from docgen.model.name import Name


class Relations:
    """The relations of a catalog by their spelling, and by the spelling of anything that hangs on them."""

    def __init__(self, catalog: Catalog, others: Iterable[str] = ()) -> None:
        self._names = {str(relation.id): str(relation.id) for relation in catalog.relations}
        self._names |= {f"{relation.schema}.{relation.name}": str(relation.id) for relation in catalog.relations}
        self._names |= {other: other for other in others}
        self._indexes = {
            str(Name(relation.schema, index.name)): str(relation.id)
            for relation in catalog.relations
            for index in relation.indexes
        }

    def of(self, spelling: str) -> str:
        """The relation's spelling in SQL: of itself, of its part, or of its index; "" for anything else."""
        found = self._names.get(spelling) or self._indexes.get(spelling)
        return found or self._names.get(_parent(spelling), "")


def _parent(spelling: str) -> str:
    """``public.a`` of ``public.a.b``; a dot within quotes parts nothing."""
    if not spelling.endswith('"'):
        return spelling.rpartition(".")[0]
    end = len(spelling) - 1
    while end > 0:
        start = spelling.rfind('"', 0, end)
        if start < 1 or spelling[start - 1] != '"':
            return spelling[: max(start - 1, 0)]
        end = start - 1
    return ""
