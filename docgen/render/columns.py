"""Columns: the table of a relation's or a composite type's columns, in catalog order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from docgen.model.relation import Column, Relation
from docgen.render.column_places import column_anchor, column_place
from docgen.render.cross_references import other_end
from docgen.render.filters import Markdown, cell, code, codes, table
from docgen.render.references import References

_SHORT_ENUM = 8
_HINTED = 30
_EMPTY, _YES, _NO = Markdown(""), Markdown("yes"), Markdown("no")


def column_table(relation: Relation, references: References, page: str, since: Mapping[str, Markdown]) -> Markdown:
    """Name with its anchor, type with its link, null, default, key marks, description; empty columns are left out.

    ``since``: by name, the migrations that added a column and changed it last; they stand with its description.
    """
    marks = _key_marks(relation, references, page)
    taken = references.taken_places(relation.id)
    rows = [
        (
            _named(column.name, column_place(column.name, taken)),
            code(column.type) if column.type_name is None else column_type(column, references, page),
            _NO if column.not_null else _YES,
            _EMPTY if column.default is None and not column.identity else _value(column),
            Markdown("<br>".join(marks[column.name])) if column.name in marks else _EMPTY,
            _described(column, since),
        )
        for column in relation.columns
    ]
    if relation.kind in ("view", "materialized view"):
        return table([(row[0], row[1], row[5]) for row in rows], "Column", "Type", "Description")
    return table(rows, "Column", "Type", "Null", "Default", "Key", "Description")


@lru_cache(maxsize=1 << 13)  # tables have columns of the same names
def _named(column: str, place: str) -> Markdown:
    return Markdown("".join((column_anchor(column, place), code(column))))


def column_type(column: Column, references: References, page: str) -> Markdown:
    """The exact type; linked, and with its labels, those of a long enum when it is pointed at, if a person made it."""
    shown = code(column.type)
    if column.type_name is None:
        return shown
    target = references.target("type", column.type_name)
    if target is None:
        return shown
    type_ = references.types.get(column.type_name)
    labels = type_.labels if type_ is not None and type_.kind == "enum" else ()
    if len(labels) > _SHORT_ENUM:
        return references.link(page, "type", column.type_name, column.type, _values(labels))
    linked = references.link(page, "type", column.type_name, column.type)
    return Markdown(f"{linked}<br>{codes(labels, ' ')}") if labels else linked


def _values(labels: Sequence[str]) -> str:
    more = f", and {len(labels) - _HINTED} more" if len(labels) > _HINTED else ""
    return f"{len(labels)} values: {', '.join(labels[:_HINTED])}{more}"


def _value(column: Column) -> Markdown:
    if column.identity:
        return Markdown(f"identity, {column.identity}")
    if column.default is None:
        return _EMPTY
    if column.generated:
        return Markdown(f"generated, {column.generated}: {code(column.default)}")
    return code(column.default)


def _described(column: Column, since: Mapping[str, Markdown]) -> Markdown:
    description = _description(column)
    own = since.get(column.name) if since else None
    if own is None:
        return description
    return Markdown(f"{description}<br>{own}") if description else own


def _description(column: Column) -> Markdown:
    extras = []
    if column.collation:
        extras.append(f"collation {code(column.collation)}")
    if column.storage:
        extras.append(f"storage {code(column.storage)}")
    if column.compression:
        extras.append(f"compression {code(column.compression)}")
    if column.statistics is not None:
        extras.append(f"statistics target {column.statistics}")
    if column.not_null_constraint:
        extras.append(f"not null by constraint {code(column.not_null_constraint)}")
    if not column.not_null_validated:
        extras.append("not null is **not valid**: old rows were never checked")
    if column.inherited:
        extras.append("inherited")
    if not extras and not column.options:
        return cell(column.comment) if column.comment else _EMPTY
    extras += [str(code(option)) for option in column.options]
    comment = [cell(column.comment)] if column.comment else []
    return Markdown("<br>".join([*comment, "; ".join(extras)]))


def _key_marks(relation: Relation, references: References, page: str) -> Mapping[str, list[str]]:
    """PK, FK with its target, UQ, IX by column."""
    marks: dict[str, list[str]] = {}
    for constraint in relation.constraints:
        if constraint.kind == "primary key":
            for column in constraint.columns:
                marks.setdefault(column, []).insert(0, "**PK**")
        elif constraint.references is not None:
            reference = constraint.references
            for column, remote in zip(constraint.columns, reference.columns, strict=False):
                label = f"{reference.table.name}.{remote}"
                link = references.column_link(page, reference.table, remote, label)
                marks.setdefault(column, []).append(f"FK → {link}")
        elif constraint.kind == "unique":
            for column in constraint.columns:
                marks.setdefault(column, []).append("UQ" if len(constraint.columns) == 1 else "UQ (part)")
    for one in references.crossing.get(relation.id, []):
        if one.leaving and one.column:
            marks.setdefault(one.column, []).append(f"→ {other_end(one, page)} in {cell(one.database.title)}")
    for index in relation.indexes:
        if index.primary or index.constraint or not index.columns or not index.columns[0]:
            continue
        unique = index.unique and len(index.columns) == 1 and not index.predicate
        held = marks.setdefault(index.columns[0], [])
        mark = "UQ" if unique else "IX"
        if mark not in held and not (mark == "IX" and {"**PK**", "UQ"} & set(held)):
            held.append(mark)
    return marks
