"""Lineage: on a page, where the columns of a view come from, and where the columns of a relation go."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.analysis.lineage.nouns import ColumnLineage, Copy, RoutineLineage
from docgen.model.catalog import Routine
from docgen.model.name import Name, quote
from docgen.model.relation import Relation
from docgen.render.filters import Markdown, code, codes, join, table, text
from docgen.render.links import spelled
from docgen.render.references import References
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Write

# More than these in one cell are counted only.
MOST = 12
_LONGEST = 300
_SAME = Markdown("as it is")


def column_lineage(relation: Relation, references: References, page: str) -> Markdown:
    """Each column of a view: from which columns, by which expression, and on which tables' columns it rests."""
    view = references.lineage.views.get(relation.id)
    rows = [
        (
            references.column_link(page, relation.id, column.name, column.name),
            _listed(_column(source, references, page) for source in column.sources),
            _made(column),
            _listed(_column(source, references, page) for source in _beginnings(relation, column, references)),
        )
        for column in (view.columns if view else ())
    ]
    return table(rows, "Column", "From", "By", "Rests on")


def lineage_remarks(relation: Relation, references: References, page: str) -> list[Markdown]:
    """What else is to be said of a view's lineage: what it reads besides, and where pg_depend says otherwise."""
    view = references.lineage.views.get(relation.id)
    if view is None:
        return []
    if view.problem:
        return [Markdown(f"The lineage of its columns is not known: {text(view.problem)}.")]
    remarks = []
    if view.conditions:
        read = _listed((_column(one, references, page) for one in view.conditions), ", ")
        remarks.append(Markdown(f"Read to join, filter, group or sort, and shown in no column: {read}."))
    for columns, words in (
        (view.unread, "PostgreSQL records that this view reads {}; reading its definition does not find where."),
        (view.unrecorded, "Its definition seems to read {}; PostgreSQL does not record that."),
    ):
        if columns:
            read = _listed((_column(one, references, page) for one in columns), ", ")
            remarks.append(Markdown(f"> [!WARNING]\n> {words.format(read)}"))
    return remarks


def destinations(relation: Relation, references: References, page: str) -> Markdown:
    """Each column that goes on: into which columns of which views, as it is or computed, through which views."""
    rows = []
    own = relation.id
    going = references.lineage.leaving(own)
    for column in relation.columns if going else ():
        copies = references.lineage.copies_of(own, column.name) if column.name in going else ()
        if copies:
            more = [Markdown(f"and {len(copies) - MOST} more")] if len(copies) > MOST else []
            goes = join([*(_destination(copy, references, page) for copy in copies[:MOST]), *more], "<br>")
            rows.append((references.column_link(page, own, column.name, column.name), goes))
    return table(rows, "Column", "Goes to")


def readers(relation: Relation, references: References, page: str) -> Markdown:
    """The policies, generated columns, triggers and functions that read or write columns of ``relation``."""
    rows: list[tuple[Markdown, ...]] = []
    name = relation.id
    for part in references.lineage.parts[name]:
        own = [one for one in part.reads if one.relation == name]
        if own:
            rows.append((code(part.name), Markdown(part.kind), _names(relation, own), Markdown(""), Markdown("")))
    rows += [
        (
            references.link(page, "routine", user.routine),
            Markdown("function, by parsing"),
            _names(relation, user.reads),
            _writes(relation, user.writes),
            _unknown(user),
        )
        for user in references.lineage.users[name]
    ]
    return table(rows, "Object", "Kind", "Reads", "Writes", "Remarks")


def routine_lineage(routine: Routine, references: References, page: str) -> Markdown:
    """What a function reads and writes, relation by relation, and what parsing cannot know of it."""
    own = [one for one in references.lineage.routines[routine.id] if one.signature == routine.signature]
    rows = [
        (
            references.link(page, "relation", name),
            _names(references.relations.get(name), [read for read in one.reads if read.relation == name], name),
            _writes(references.relations.get(name), one.writes, name),
        )
        for one in own
        for name in sorted({*one.relations, *(read.relation for read in one.reads), *written(one)})
    ]
    found = [Markdown("Found by parsing its body."), table(rows, "Relation", "Reads", "Writes")] if rows else []
    return join([*found, *(remark for one in own if (remark := _unknown(one)))], "\n\n")


def written(routine: RoutineLineage) -> set[Name]:
    """The relations that a function writes."""
    return {one.target.relation for one in routine.writes}


def _unknown(routine: RoutineLineage) -> Markdown:
    said = []
    if routine.dynamic:
        said.append(Markdown("It runs SQL that is put together when it runs: what that reads and writes is not known."))
    if routine.problem:
        said.append(Markdown(f"What it reads and writes is not fully known: {text(routine.problem)}."))
    return join(said, " ")


def _names(relation: Relation | None, columns: Iterable[ColumnOf], name: Name | None = None) -> Markdown:
    """The columns of one relation, in its order where it is known; all of them in two words."""
    wanted = relation.id if relation else name
    own = {one.column for one in columns if one.relation == wanted}
    order = [column.name for column in relation.columns] if relation else []
    if WHOLE_ROW in own or (len(order) > 1 and own >= set(order)):
        return Markdown("every column")
    known = [one for one in order if one in own]
    return codes([*known, *sorted(own.difference(known))])


def _writes(relation: Relation | None, writes: Iterable[Write], name: Name | None = None) -> Markdown:
    own: dict[str, list[ColumnOf]] = {}
    wanted = relation.id if relation else name
    for write in writes:
        if write.target.relation == wanted:
            own.setdefault(write.verb, []).append(write.target)
    rows = ("delete", "truncate", "refresh")
    said = [
        Markdown(f"{verb}s {'rows' if verb in rows else _names(relation, targets, name)}")
        for verb, targets in sorted(own.items())
    ]
    return join(said, "<br>")


def _destination(copy: Copy, references: References, page: str) -> Markdown:
    how = "as it is" if copy.copied else "computed"
    between = [code(f"{spelled(step.target.relation)}.{quote(step.target.column)}") for step in copy.steps[:-1]]
    through = Markdown(f", through {join(between, ', ')}") if between else ""
    writers = dict.fromkeys(step.through for step in copy.steps if step.through)
    if writers:
        by = join([references.link(page, "routine", one) for one in writers])
        through = Markdown(f"{through}, written by {by}")
    return Markdown(f"{_column(copy.target, references, page)} {how}{through}")


def _beginnings(relation: Relation, column: ColumnLineage, references: References) -> list[ColumnOf]:
    """The columns of tables at the far end, where they are not the direct sources already."""
    views = references.lineage.views
    origins = references.lineage.origins_of(relation.id, column.name)
    ends = [one.steps[0].source for one in origins if one.steps[0].source.relation not in views]
    return [] if sorted(ends) == sorted(column.sources) else sorted(ends)


def _made(column: ColumnLineage) -> Markdown:
    if not column.expressions:
        return _SAME
    return join([code(one if len(one) <= _LONGEST else f"{one[:_LONGEST]} …") for one in column.expressions], "<br>")


def _column(source: ColumnOf, references: References, page: str) -> Markdown:
    if source.column == WHOLE_ROW:
        return Markdown(f"whole rows of {references.link(page, 'relation', source.relation)}")
    return references.column_link(
        page, source.relation, source.column, f"{spelled(source.relation)}.{quote(source.column)}"
    )


def _listed(items: Iterable[Markdown], between: str = "<br>") -> Markdown:
    every = list(items)
    more = [Markdown(f"and {len(every) - MOST} more")] if len(every) > MOST else []
    return join([*every[:MOST], *more], between)
