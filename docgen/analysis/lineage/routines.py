"""Routines: what functions and procedures read and write, by parsing, with triggers' rows put to their tables."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from docgen.analysis.lineage.nouns import RoutineLineage
from docgen.model.catalog import Catalog, Routine
from docgen.model.name import Name
from docgen.sql.lineage.body import body_of_routine
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Known, Names, Write
from docgen.sql.lineage.scope import PSEUDO

LONGEST = 256 * 1024  # characters
_READ = ("sql", "plpgsql")
_OF_C = ("c", "internal")


def routine_lineages(catalog: Catalog, names: Names) -> tuple[RoutineLineage, ...]:
    """The lineage of every function and procedure that can be read or whose body is in a language that cannot."""
    called: dict[Name, list[Name]] = {}
    for relation in catalog.relations:
        for trigger in relation.triggers:
            if not trigger.inherited and relation.id not in called.setdefault(trigger.function, []):
                called[trigger.function].append(relation.id)
    bare = _by_bare_name(catalog)
    return tuple(
        _lineage(routine, called.get(routine.id, []), names, bare)
        for routine in catalog.routines
        if routine.kind in ("function", "procedure") and routine.definition and routine.language not in _OF_C
    )


def _lineage(routine: Routine, tables: list[Name], names: Names, bare: dict[str, list[Name]]) -> RoutineLineage:
    unread = RoutineLineage(routine=routine.id, signature=routine.signature)
    if routine.language not in _READ:
        return msgspec.structs.replace(unread, problem=f"it is written in {routine.language}")
    if len(routine.definition) > LONGEST:
        return msgspec.structs.replace(unread, problem=f"its body is longer than {LONGEST // 1024} KiB")
    body = body_of_routine(routine.definition, routine.language, _seen_by(routine, names, bare))
    reads = {one for source in body.reads for one in _placed(source, tables, names)}
    writes = [
        Write(target, write.verb, frozenset(_all_placed(write.sources, [target.relation], tables, names)), write.copied)
        for write in body.writes
        for target in _placed(write.target, tables, names)
    ]
    return RoutineLineage(
        routine=routine.id,
        signature=routine.signature,
        reads=tuple(sorted(reads)),
        relations=tuple(sorted(name for name in body.relations if name.schema)),
        writes=tuple(sorted(writes, key=lambda one: (one.target, one.verb, sorted(one.sources)))),
        dynamic=body.dynamic,
        problem=body.problem,
    )


def _placed(column: ColumnOf, tables: list[Name], names: Names) -> Iterable[ColumnOf]:
    """The column itself; of a trigger's row, that of every table that has the trigger; nothing of a passing table."""
    if column.relation.schema:
        return (column,)
    if column.relation.name not in PSEUDO:
        return ()
    known = [(table, names.relation(table.schema, table.name).columns or ()) for table in tables]
    return tuple(
        ColumnOf(table, column.column)
        for table, columns in known
        if column.column == WHOLE_ROW or column.column in columns
    )


def _all_placed(columns: Iterable[ColumnOf], own: list[Name], tables: list[Name], names: Names) -> Iterable[ColumnOf]:
    """The sources of one write; what a trigger sets in its own row comes from that row, not from other tables' rows."""
    for column in columns:
        yield from _placed(column, own if own[0] in tables and column.relation.name in PSEUDO else tables, names)


def _by_bare_name(catalog: Catalog) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for relation in catalog.relations:
        found.setdefault(relation.name, []).append(relation.id)
    return found


def _seen_by(routine: Routine, names: Names, bare: dict[str, list[Name]]) -> Names:
    """Names as the routine sees them: by its own search_path, else its schema, public, and what has no namesake."""
    settings = [one.partition("=")[2] for one in routine.settings if one.startswith("search_path=")]
    path = [part.strip().strip('"') for part in settings[0].split(",")] if settings else [routine.schema, "public"]

    def relation(schema: str, name: str) -> Known:
        if schema:
            return names.relation(schema, name)
        homes = [one.schema for one in bare.get(name, ())]
        seen = [one for one in path if one in homes] or (homes if len(homes) == 1 and not settings else [])
        return names.relation(seen[0], name) if seen else Known(Name("", name), None)

    def rows(schema: str, name: str) -> Known | None:
        found = (names.rows(one, name) for one in ((schema,) if schema else path))
        return next((one for one in found if one is not None), None)

    return Names(relation, rows)
