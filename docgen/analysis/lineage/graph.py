"""Graph: the lineage of a whole catalog, followed up to where a column comes from and down to where it goes."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable

from docgen.analysis.lineage.nouns import Copy, Flow, RoutineLineage, ViewLineage
from docgen.analysis.lineage.parts import PartReads, parts_of
from docgen.analysis.lineage.routines import routine_lineages
from docgen.analysis.lineage.views import view_lineage
from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Noun
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Known, Names


class Followed(Noun, frozen=True):
    """What was found of each view, routine and part of one catalog: plain data, that a process can send another."""

    views: tuple[ViewLineage, ...]
    routines: tuple[RoutineLineage, ...]
    parts: tuple[PartReads, ...]


class Lineage:
    """Where columns come from and go to, in one catalog."""

    def __init__(self, found: Followed) -> None:
        self.views = {view.relation: view for view in found.views}
        self.routines: defaultdict[Name, list[RoutineLineage]] = defaultdict(list)  # every overload, by name
        self.parts: defaultdict[Name, list[PartReads]] = defaultdict(list)  # of a relation
        self.users: defaultdict[Name, list[RoutineLineage]] = defaultdict(list)  # routines that read or write it
        for routine in found.routines:
            self.routines[routine.routine].append(routine)
            for name in sorted({*routine.relations, *(one.relation for one in _columns_of(routine))}):
                self.users[name].append(routine)
        for part in found.parts:
            self.parts[part.relation].append(part)
        self._down: defaultdict[ColumnOf, list[Flow]] = defaultdict(list)
        self._up: defaultdict[ColumnOf, list[Flow]] = defaultdict(list)
        self.readers: defaultdict[Name, list[Name]] = defaultdict(list)  # the views that read a relation directly
        for view in found.views:
            for relation in view.relations:
                self.readers[relation].append(view.relation)
        self._leaving: defaultdict[Name, set[str]] = defaultdict(set)
        for flow in self._flows():
            self._down[flow.source].append(flow)
            self._up[flow.target].append(flow)
            self._leaving[flow.source.relation].add(flow.source.column)

    def leaving(self, relation: Name) -> Collection[str]:
        """The columns of a relation of which another one is made."""
        return self._leaving.get(relation, ())

    def copies_of(self, relation: Name, column: str) -> tuple[Copy, ...]:
        """Every column that is made of this one, through any number of views; the nearest first, then by name."""
        return self._follow(ColumnOf(relation, column), down=True)

    def origins_of(self, relation: Name, column: str) -> tuple[Copy, ...]:
        """Every column that this one is made of, through any number of views; the nearest first, then by name."""
        return self._follow(ColumnOf(relation, column), down=False)

    def _follow(self, start: ColumnOf, *, down: bool) -> tuple[Copy, ...]:
        graph = self._down if down else self._up
        if start not in graph:
            return ()
        found: dict[ColumnOf, Copy] = {}
        waiting = deque([Copy(target=start, copied=True, steps=())])
        while waiting:
            here = waiting.popleft()
            for flow in graph.get(here.target, ()):
                there = flow.target if down else flow.source
                copied = here.copied and flow.copied
                if there == start or (there in found and (found[there].copied or not copied)):
                    continue
                steps = (*here.steps, flow) if down else (flow, *here.steps)
                found[there] = Copy(target=there, copied=copied, steps=steps)
                waiting.append(found[there])
        return tuple(sorted(found.values(), key=lambda one: (len(one.steps), one.target)))

    def _flows(self) -> Iterable[Flow]:
        for view in self.views.values():
            for column in view.columns:
                target = ColumnOf(view.relation, column.name)
                for source in column.sources:
                    yield Flow(source=source, target=target, copied=column.copied)
        for part in (one for parts in self.parts.values() for one in parts if one.value):
            target = ColumnOf(part.relation, part.name)
            for source in sorted(part.value.sources if part.value else ()):
                yield Flow(source=source, target=target, copied=False, kind="generated column")
        for routine in (one for overloads in self.routines.values() for one in overloads):
            for write in routine.writes:
                for source in sorted(write.sources):
                    if write.target.column != WHOLE_ROW and source.column != WHOLE_ROW and source != write.target:
                        yield Flow(
                            source=source,
                            target=write.target,
                            copied=write.copied,
                            kind="function",
                            through=routine.routine,
                        )


def _columns_of(routine: RoutineLineage) -> Iterable[ColumnOf]:
    yield from routine.reads
    yield from (write.target for write in routine.writes)


def lineage(catalog: Catalog) -> Lineage:
    """The lineage of everything in ``catalog``: views, generated columns, and functions as far as parsing can tell."""
    return Lineage(followed(catalog))


def followed(catalog: Catalog) -> Followed:
    """What ``lineage`` rests on, the long part of the work."""
    names = names_of(catalog)
    return Followed(
        views=tuple(view_lineage(view, names) for view in catalog.relations if view.definition),
        routines=routine_lineages(catalog, names),
        parts=tuple(part for relation in catalog.relations for part in parts_of(relation, names)),
    )


def names_of(catalog: Catalog) -> Names:
    """What qualified names stand for in ``catalog``; a bare one is the server's own."""
    known = {
        (relation.schema, relation.name): Known(relation.id, tuple(column.name for column in relation.columns))
        for relation in catalog.relations
    }

    spelled = {str(one.name): one for one in known.values()}
    results: dict[tuple[str, str], set[str]] = defaultdict(set)
    for routine in catalog.routines:
        results[routine.schema, routine.name].add(routine.result.removeprefix("SETOF "))

    def relation(schema: str, name: str) -> Known:
        return known.get((schema, name)) or Known(Name(schema or "pg_catalog", name), None)

    def rows(schema: str, name: str) -> Known | None:
        of = results.get((schema, name), set())
        return spelled.get(next(iter(of))) if len(of) == 1 else None

    return Names(relation, rows)
