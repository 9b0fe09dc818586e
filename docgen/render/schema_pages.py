"""Schema pages: one for each schema, with its relations, routines, types, sequences and grants."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.model.catalog import Schema, Sequence
from docgen.model.name import Name
from docgen.model.relation import Grant
from docgen.render import words
from docgen.render.access_words import role_name
from docgen.render.diagram import names_only
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, codes, count, first_sentence, paragraph, table
from docgen.render.links import anchor, identity, link, map_view, page_path
from docgen.render.notes import note
from docgen.render.references import References

_LARGEST = {"smallint": 32767, "integer": 2147483647, "bigint": 9223372036854775807}
_GROUPS = (
    ("Tables", ("table", "partitioned table")),
    ("Foreign tables", ("foreign table",)),
    ("Views", ("view",)),
    ("Materialized views", ("materialized view",)),
)


def schema_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every schema, in the catalog's order."""
    catalog, references = document.catalog, environment.references
    relations = {key: list(group) for key, group in groupby(catalog.relations, key=lambda one: one.schema)}
    routines = {key: list(group) for key, group in groupby(references.routines, key=lambda name: name.schema)}
    sequences = {key: list(group) for key, group in groupby(catalog.sequences, key=lambda one: one.schema)}
    typed = {type_.schema for type_ in catalog.types}
    for schema in catalog.schemas:
        page = page_path("schema", Name(schema.name, ""))
        shown = [one for one in relations.get(schema.name, []) if references.root(one.id) == one.id]
        tables = [one.id for one in shown if one.kind in ("table", "partitioned table")]
        diagram, left_out = names_only(tables, references)
        yield environment.page(
            "schema.md.j2",
            page,
            schema=schema,
            map=link(page, map_view(schema=identity(page)), Markdown("map")) if shown else Markdown(""),
            comment=paragraph(schema.comment),
            notes=note(document, page),
            groups=[
                (title, relation_list([one.id for one in shown if one.kind in kinds], references, page))
                for title, kinds in _GROUPS
            ],
            diagram=diagram,
            left_out=left_out,
            routines=_routines(routines.get(schema.name, []), references, page),
            types=_types(schema, references, page) if schema.name in typed else Markdown(""),
            sequences=_sequences(sequences.get(schema.name, []), references, page),
            grants=object_grants(schema.grants),
        )


def relation_list(names: list[Name], references: References, page: str) -> Markdown:
    """Relations, one line for each: link, the first sentence of the comment, how it is joined, what is special."""
    rows = []
    for name in names:
        relation = references.relations[name]
        remarks = []
        if relation.row_security:
            remarks.append("row-level security")
        partitions = len(references.partitions.get(name, []))
        if relation.partition_key:
            remarks.append(count(partitions, "partition"))
        if relation.persistence != "permanent":
            remarks.append(relation.persistence)
        described = first_sentence(relation.comment) if relation.comment else Markdown("")
        leaving = sum(1 for one in relation.constraints if one.references)
        counts = (len(relation.columns), leaving, len(references.incoming.get(name, ())))
        rows.append(
            (
                references.link(page, "relation", name, name.name),
                described,
                *[Markdown(str(number or "")) for number in counts],
                cell(", ".join(remarks)),
            )
        )
    return table(rows, "Name", "Description", "Columns", "Refers to", "Referred to by", "Remarks")


def object_grants(grants: tuple[Grant, ...]) -> Markdown:
    """The grants on an object other than a relation: grantee and privileges."""
    rows = [
        (role_name(grant.grantee), cell(words.listed(grant.privileges)), cell(words.listed(grant.grantable)))
        for grant in grants
    ]
    return table(rows, "Granted to", "Privileges", "May grant")


def _routines(names: list[Name], references: References, page: str) -> Markdown:
    rows = []
    for name in names:
        overloads = references.routines[name]
        comment = next((routine.comment for routine in overloads if routine.comment), "")
        rows.append(
            (
                references.link(page, "routine", name, name.name),
                Markdown("<br>".join([f"({code(one.signature)})" if one.signature else "()" for one in overloads])),
                Markdown("<br>".join([code(one.result) or Markdown(one.kind) for one in overloads])),
                first_sentence(comment) if comment else Markdown(""),
            )
        )
    return table(rows, "Name", "Arguments", "Result", "Description")


def _types(schema: Schema, references: References, page: str) -> Markdown:
    rows = [
        (
            references.link(page, "type", name, name.name),
            Markdown(type_.kind),
            codes(type_.labels[:8]) if type_.kind == "enum" else code(type_.base_type),
            first_sentence(type_.comment) if type_.comment else Markdown(""),
        )
        for name, type_ in references.types.items()
        if name.schema == schema.name
    ]
    return table(rows, "Name", "Kind", "Made of", "Description")


def _sequences(sequences: list[Sequence], references: References, page: str) -> Markdown:
    rows = []
    for sequence in sequences:
        owned = ""
        if sequence.owned_by:
            owned = references.column_link(
                page, *sequence.owned_by, f"{sequence.owned_by[0].name}.{sequence.owned_by[1]}"
            )
        rows.append(
            (
                Markdown(f'<a id="{anchor("sequence", sequence.name)}"></a>{code(sequence.name)}'),
                code(sequence.type),
                Markdown(owned + (" (identity)" if sequence.identity else "")),
                cell(_numbers(sequence)),
                cell(sequence.comment),
            )
        )
    return table(rows, "Name", "Type", "Owned by", "Numbers", "Description")


def _numbers(sequence: Sequence) -> str:
    phrases = []
    if sequence.start != 1:
        phrases.append(f"starts at {sequence.start}")
    if sequence.increment != 1:
        phrases.append(f"steps of {sequence.increment}")
    if sequence.minimum != 1:
        phrases.append(f"from {sequence.minimum}")
    if sequence.maximum != _LARGEST.get(sequence.type):
        phrases.append(f"up to {sequence.maximum}")
    if sequence.cache != 1:
        phrases.append(f"cache {sequence.cache}")
    if sequence.cycle:
        phrases.append("cycles")
    return ", ".join(phrases)
