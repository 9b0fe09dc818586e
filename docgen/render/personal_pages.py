"""Personal data page: the register of columns with data of people, by category, with who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.analysis.access.api import CLOSED
from docgen.analysis.personal.register import PersonalColumn
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.access_words import role_names
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, block, cell, code, table
from docgen.render.links import PERSONAL_DATA
from docgen.render.notes import note
from docgen.render.references import References


def personal_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """personal-data.md."""
    references, found = environment.references, document.personal
    groups = groupby(found.labelled, key=lambda one: one.category)
    yield environment.page(
        "personal-data.md.j2",
        PERSONAL_DATA,
        notes=note(document, PERSONAL_DATA),
        categories=[
            (category, table([_row(one, references) for one in group], *_HEADERS)) for category, group in groups
        ],
        suggested=table(
            [_suggestion(one, references) for one in found.suggested], "Column", "Type", "Maybe", "Because of"
        ),
        example=_example(found.suggested[0]) if found.suggested else "",
        unmatched=[code(pattern) for pattern in found.unmatched],
    )


_HEADERS = ("Column", "What for", "Kept", "May read it", "Copied to and read by")


def _row(one: PersonalColumn, references: References) -> tuple[Markdown, ...]:
    relation = references.relations[one.relation]
    return (
        Markdown(f"{_column(one, references)}<br>{code(one.type)}"),
        cell(one.purpose) or Markdown("**not said**"),
        cell(one.retention) or Markdown("**not said**"),
        readers(relation, one.column, references) or Markdown(f"only the owner {code(relation.owner)}"),
        _destinations(one, references),
    )


def _column(one: PersonalColumn, references: References) -> Markdown:
    return references.column_link(PERSONAL_DATA, one.relation, one.column, f"{one.relation}.{one.column}")


def readers(relation: Relation, column: str, references: References) -> Markdown:
    """The roles that may read ``column``, by how many rows they see; owners and superusers are left out."""
    groups: dict[str, list[str]] = {}
    for role in references.access.concerned(relation):
        verdict = references.access.verdict(role, relation, "select")
        if verdict.reach not in CLOSED and column in (verdict.columns or (column,)):
            limited = verdict.reach != "all" and not (verdict.reach == "policies" and verdict.condition.all)
            groups.setdefault("some rows" if limited else "all rows", []).append(role)
    return Markdown("<br>".join(f"{role_names(roles)}: {rows}" for rows, roles in sorted(groups.items())))


def _destinations(one: PersonalColumn, references: References) -> Markdown:
    """The columns that hold it or are made of it, and the functions that read it; with who may use each."""
    lines = []
    for copy in references.lineage.copies_of(one.relation, one.column):
        name, column = copy.target
        place = references.column_link(PERSONAL_DATA, name, column, f"{name}.{column}")
        lines.append(f"{place}{_allowed('relation', name, references)}")
    for routine in references.lineage.users[one.relation]:
        if (one.relation, one.column) in {(read.relation, read.column) for read in routine.reads}:
            shown = references.link(PERSONAL_DATA, "routine", routine.routine, f"{routine.routine}()")
            lines.append(f"{shown}{_allowed('routine', routine.routine, references)}")
    return Markdown("<br>".join(dict.fromkeys(lines)))


def _allowed(kind: str, name: Name, references: References) -> Markdown:
    """Behind a view or a function the roles that may read or call it."""
    access = references.access
    if kind == "relation":
        relation = references.relations[name]
        roles = [
            role for role in access.concerned(relation) if access.verdict(role, relation, "select").reach not in CLOSED
        ]
    else:
        called = references.routines.get(name, [])
        roles = [role for one in called for role in access.holders(one, ("execute",)) if access.calls(role, one)]
    return Markdown(f" ({role_names(dict.fromkeys(roles))})" if roles else "")


def _suggestion(one: PersonalColumn, references: References) -> tuple[Markdown, ...]:
    return _column(one, references), code(one.type), cell(one.category), cell(one.sign)


def _example(one: PersonalColumn) -> Markdown:
    place = f"{one.relation.schema}.{one.relation.name}.{one.column}".replace("\\", "\\\\").replace('"', '\\"')
    return block(
        f'[[personal_data]]\ncolumns = ["{place}"]\ncategory = "{one.category}"\npurpose = ""\nretention = ""\n\n'
        f'[[personal_data]]\ncolumns = ["{place}"]\npersonal = false',
        "toml",
    )
