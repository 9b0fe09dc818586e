"""The overview, README.md: how things stand, and where everything is."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.name import Name
from docgen.render import dashboard, links
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, first_sentence, table
from docgen.render.notes import demoted, note
from docgen.render.references import References


def overview_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """README.md."""
    catalog, references = document.catalog, environment.references
    kinds = (catalog.relations, catalog.routines, catalog.types, catalog.sequences)
    filled = {one.schema for kind in kinds for one in kind}
    yield environment.page(
        "README.md.j2",
        links.OVERVIEW,
        document=document,
        description=Markdown(demoted(document.description.strip(), 1)),
        notes=note(document, links.OVERVIEW),
        replay=document.snapshot.replay,
        drifted=len(document.snapshot.drift or ()),
        unreadable=document.catalog.unreadable,
        places=_places(),
        components=dashboard.components(document),
        findings=dashboard.findings(document),
        size=dashboard.size(document),
        newest=dashboard.newest(document),
        picture=dashboard.picture(document, references),
        schemas=_schemas(document, references, filled),
        empty_schemas=[
            references.link(links.OVERVIEW, "schema", Name(schema.name, ""), schema.name)
            for schema in document.catalog.schemas
            if schema.name not in filled
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
