"""Scope: what the names in one query stand for: its sources, the columns that joins merge, and the query around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from docgen.model.name import Name
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Known, Output, union

# The row that a trigger's function is called for.
PSEUDO = ("new", "old")


class Found(NamedTuple):
    """What a name stands for, and the columns of relations that are read for it."""

    output: Output
    reads: frozenset[ColumnOf] = frozenset()


class Source:
    """Something in FROM: a relation, a subquery, a function. Its columns may be unknown."""

    def __init__(
        self,
        alias: str,
        columns: list[Output],
        *,
        schema: str = "",
        relation: Name | None = None,
        rest: Output | None = None,
        direct: bool = False,
    ) -> None:
        self.alias = alias
        self.schema = schema
        self.columns = columns
        self.relation = relation
        self.direct = direct or relation is not None  # naming a column of it reads what is behind the column
        self.rest = rest  # what any other column of it is made of: a function's, or an unknown relation's
        self._by_name = {column.name: column for column in reversed(columns)}

    def has(self, column: str) -> bool:
        """Whether a column of that name is known."""
        return column in self._by_name

    def column(self, name: str) -> Output | None:
        """The column; for one that is not known what the source is made of, None for a source without such a column."""
        found = self._by_name.get(name)
        if found is not None or self.rest is None:
            return found
        if self.relation is not None:
            return Output(name, frozenset([ColumnOf(self.relation, name)]), copied=True)
        return self.rest._replace(name=name)

    def found(self, name: str) -> Found | None:
        """The column with what is read for it."""
        output = self.column(name)
        if output is None:
            return None
        return Found(output, output.sources if self.direct else frozenset())

    def whole(self) -> Found:
        """The whole row as one value."""
        parts = [*self.columns, *([self.rest] if self.rest else [])]
        value = union(parts, self.alias)._replace(copied=bool(self.columns), expressions=())
        return Found(value, frozenset([ColumnOf(self.relation, WHOLE_ROW)] if self.relation is not None else ()))


@lru_cache(maxsize=64)  # one relation is asked for again and again: by each of its policies, of its views
def of_relation(known: Known, alias: str, names: tuple[str, ...] = ()) -> Source:
    """A relation in FROM; ``names`` are the aliases of its columns."""
    outputs = _columns_of(known)
    if names:
        renamed = [output._replace(name=name) for name, output in zip(names, outputs, strict=False)]
        outputs = [*renamed, *outputs[len(names) :]]
    whole = Output(WHOLE_ROW, frozenset([ColumnOf(known.name, WHOLE_ROW)]))
    rest = whole if known.columns is None else None
    return Source(alias or known.name.name, outputs, schema=known.name.schema, relation=known.name, rest=rest)


@lru_cache(maxsize=64)  # of rows that go by several names: a trigger's are new and old
def _columns_of(known: Known) -> list[Output]:
    return [Output(name, frozenset([ColumnOf(known.name, name)]), copied=True) for name in known.columns or ()]


@dataclass
class Scope:
    """The names of one query; ``around`` is the query that it is part of."""

    sources: list[Source] = field(default_factory=list)
    merged: dict[str, Output] = field(default_factory=dict)
    around: Scope | None = None
    windows: dict[str, Output] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)  # what ORDER BY and GROUP BY may name

    def outwards(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.around

    def bare(self, name: str) -> Found | None:
        """What a bare name stands for: a known column, an output, a whole row, a column of a source that may have any;
        None for none of them: a variable, or a name that is not known."""
        for scope in self.outwards():
            if name in scope.merged:
                return Found(scope.merged[name])
            for source in scope.sources:
                if source.has(name):
                    return source.found(name)
            if name in scope.outputs:
                return Found(scope.outputs[name])
        row = self._source(lambda one: one.alias == name)
        if row is not None:
            return row.whole()
        anything = self._source(lambda one: one.rest is not None and one.alias not in PSEUDO)
        return anything.found(name) if anything else None

    def qualified(self, alias: str, column: str, schema: str = "") -> Found | None:
        """What ``alias.column`` or ``schema.alias.column`` stands for; column "*" is the whole row."""
        source = self._source(lambda one: one.alias == alias and schema in ("", one.schema))
        if source is None:
            return None
        return source.whole() if column == WHOLE_ROW else source.found(column)

    def _source(self, matches: Callable[[Source], bool]) -> Source | None:
        return next((one for scope in self.outwards() for one in scope.sources if matches(one)), None)

    def star(self, alias: str | None) -> list[Output]:
        """The columns that ``*`` or ``alias.*`` gives, merged ones once and first."""
        chosen = [one for one in self.sources if alias is None or one.alias == alias]
        if alias is not None and not chosen and self.around:
            return self.around.star(alias)
        merged = self.merged if alias is None else {}
        found = [output._replace(name=name) for name, output in merged.items()]
        for source in chosen:
            found += [column for column in source.columns if column.name not in merged]
            found += [source.rest] if source.rest else []
        return found
