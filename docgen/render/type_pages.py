"""Type pages: one for each schema that has types, every type in its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.model.catalog import Type
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.access_words import role_name
from docgen.render.columns import column_type
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, join, paragraph, table
from docgen.render.history import history_table
from docgen.render.links import anchor, page_path
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.since import Part, Since
from docgen.render.trail import trail_of


def type_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every schema with types, in the catalog's order."""
    references = environment.references
    for schema, group in groupby(document.catalog.types, key=lambda type_: type_.schema):
        types = list(group)
        page = page_path("type", Name(schema, ""))
        yield environment.page(
            "types.md.j2",
            page,
            *trail_of(page, "type", Name(schema, ""), references),
            schema=schema,
            notes=note(document, page),
            types=[_data(type_, references, page) for type_ in types],
        )


def _data(type_: Type, references: References, page: str) -> dict[str, object]:
    name = Name(type_.schema, type_.name)
    history = references.history("type", name)
    since = Since(history, references, page).cells("enum value", [Part(label) for label in type_.labels])
    return {
        "type": type_,
        "anchor": Markdown(anchor("type", type_.name)),
        "title": code(str(name)),
        "comment": paragraph(type_.comment),
        "facts": _facts(type_, references, page),
        "labels": table(
            [(Markdown(i), code(label), since.get(label, "")) for i, label in enumerate(type_.labels, 1)],
            *("#", "Label", "History"),
        ),
        "constraints": table(
            [(code(one.name), code(one.definition), cell(one.comment)) for one in type_.constraints],
            *("Constraint", "Rule", "Description"),
        ),
        "attributes": table(
            [
                (code(column.name), column_type(column, references, page), cell(column.comment))
                for column in type_.attributes
            ],
            *("Attribute", "Type", "Description"),
        ),
        "columns": _columns(name, references, page),
        "history": history_table(history, name, page),
    }


def _facts(type_: Type, references: References, page: str) -> Markdown:
    phrases = [f"**{type_.kind}**", f"owner {code(type_.owner)}"]
    if type_.base_type:
        base = (
            references.link(page, "type", type_.base_type_name, type_.base_type)
            if type_.base_type_name
            else code(type_.base_type)
        )
        phrases.append(f"{'over' if type_.kind == 'domain' else 'of'} {base}")
    if type_.not_null:
        phrases.append("not null")
    if type_.default is not None:
        phrases.append(f"default {code(type_.default)}")
    if type_.collation:
        phrases.append(f"collation {code(type_.collation)}")
    if type_.multirange:
        phrases.append(f"multirange {code(type_.multirange)}")
    phrases += [f"{cell(one.name)} {code(one.value)}" for one in type_.properties]
    users = [role_name(grant.grantee) for grant in type_.grants if grant.grantee != "public"]
    if users:
        phrases.append(f"used by {join(users)}")
    return Markdown(" · ".join(phrases))


def _columns(name: Name, references: References, page: str) -> Markdown:
    """The columns of this type, one row for each relation."""
    rows = [
        (
            references.link(page, "relation", relation.id),
            join([references.column_link(page, relation.id, column.name, column.name) for _, column in group]),
        )
        for relation, group in groupby(references.column_types.get(name, []), key=_relation)
    ]
    return table(rows, "Relation", "Columns")


def _relation(pair: tuple[Relation, object]) -> Relation:
    return pair[0]
