"""Overview pages: README.md to find one's way, and llms.txt with the same facts for a language model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render import links
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, count, first_sentence, table
from docgen.render.notes import demoted, note
from docgen.render.references import References

# Up to this many relations llms.txt names every column.
_WITH_COLUMNS = 300


def overview_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """README.md and llms.txt."""
    catalog, references = document.catalog, environment.references
    kinds = (catalog.relations, catalog.routines, catalog.types, catalog.sequences)
    filled = {one.schema for kind in kinds for one in kind}
    yield environment.page(
        "README.md.j2",
        links.OVERVIEW,
        document=document,
        description=Markdown(demoted(document.description.strip(), 1)),
        notes=note(document, links.OVERVIEW),
        failures=len(document.snapshot.replay.failures) if document.snapshot.replay else 0,
        drifted=len(document.snapshot.drift or ()),
        unreadable=document.catalog.unreadable,
        places=_places(),
        components=_components(document),
        schemas=_schemas(document, references, filled),
        empty_schemas=[
            references.link(links.OVERVIEW, "schema", Name(schema.name, ""), schema.name)
            for schema in document.catalog.schemas
            if schema.name not in filled
        ],
    )
    shown = [relation for relation in document.catalog.relations if references.root(relation.id) == relation.id]
    detailed = len(shown) <= _WITH_COLUMNS
    yield environment.page(
        "llms.txt.j2",
        "llms.txt",
        document=document,
        components=[(component, Markdown(f"{component.page}.md")) for component in document.status.components],
        schemas=[
            (schema, [_line(relation, references, detailed=detailed) for relation in group])
            for schema, group in groupby(shown, key=lambda relation: relation.schema)
        ],
        routines=[
            (name, Markdown(references.target("routine", name) or ""), overloads[0])
            for name, overloads in references.routines.items()
        ],
    )


def _places() -> Markdown:
    places = [
        (links.STATUS, "Status", "what is ready, what is broken, what comes next"),
        (links.MAP, "Map", "the tables and their relations, drawn to explore"),
        (links.CURRENT_STATE, "Current state", "the schema as it is, and how it differs from what the migrations say"),
        (links.MIGRATION_LOG, "Migration log", "every migration: what it did to which object"),
        (links.TROUBLESHOOTING, "Troubleshooting", "problems found, each with its query and what to do"),
        (links.ACCESS, "Access", "who may do what"),
        (links.ROLES, "Roles", "who there is"),
        (links.EXTENSIONS, "Extensions", "what is installed"),
        (links.OBJECTS, "Other objects", "publications, event triggers, foreign servers, default privileges"),
    ]
    return table([(Markdown(f"[{title}]({path})"), text) for path, title, text in places], "Page", "What it tells")


def _components(document: Document) -> Markdown:
    rows = [
        (
            Markdown(f"[{Markdown.escape(component.name)}]({component.page}.md)"),
            cell(component.note),
            cell(component.owner),
        )
        for component in document.status.components
    ]
    return table(rows, "Component", "What it is", "Owner")


def _schemas(document: Document, references: References, filled: set[str]) -> Markdown:
    rows = [
        (
            references.link(links.OVERVIEW, "schema", Name(schema.name, ""), schema.name),
            first_sentence(schema.comment) if schema.comment else Markdown(""),
        )
        for schema in document.catalog.schemas
        if schema.name in filled
    ]
    return table(rows, "Schema", "What it holds")


def _line(relation: Relation, references: References, *, detailed: bool) -> Markdown:
    """One relation on one line: link, kind, description, and its columns with their keys."""
    shown = f"{references.link('', 'relation', relation.id)}: {relation.kind}"
    if relation.comment:
        shown += f". {first_sentence(relation.comment)}"
    if not detailed:
        return Markdown(f"{shown} ({count(len(relation.columns), 'column')})")
    foreign = {
        column: f"{constraint.references.table}"
        for constraint in relation.constraints
        if constraint.references
        for column in constraint.columns
    }
    columns = [
        f"{column.name} {column.type}" + (f" → {foreign[column.name]}" if column.name in foreign else "")
        for column in relation.columns
    ]
    return Markdown(f"{shown} Columns: {code(', '.join(columns))}" if columns else shown)
