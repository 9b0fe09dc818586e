"""Pages: the table of page families, and the one call that gives every page of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from docgen.render.access_pages import access_pages
from docgen.render.component_pages import component_pages
from docgen.render.document import Document, Page
from docgen.render.dropped_pages import dropped_pages
from docgen.render.environment import Environment
from docgen.render.llms_pages import llms_pages
from docgen.render.map_page import map_page
from docgen.render.migration_pages import migration_pages
from docgen.render.move_pages import move_pages
from docgen.render.object_pages import object_pages
from docgen.render.overview_pages import overview_pages
from docgen.render.personal_pages import personal_pages
from docgen.render.relation_pages import relation_pages
from docgen.render.role_pages import role_pages
from docgen.render.routine_pages import routine_pages
from docgen.render.schema_pages import schema_pages
from docgen.render.status_pages import status_pages
from docgen.render.troubleshooting_pages import troubleshooting_pages
from docgen.render.type_pages import type_pages

Family = Callable[[Document, Environment], Iterator[Page]]

# One line for each kind of page but that of relations; a new kind is a new module and a new line.
FAMILIES: tuple[Family, ...] = (
    overview_pages,
    llms_pages,
    status_pages,
    map_page,
    component_pages,
    schema_pages,
    dropped_pages,
    routine_pages,
    type_pages,
    access_pages,
    personal_pages,
    role_pages,
    object_pages,
    move_pages,
    migration_pages,
    troubleshooting_pages,
)


def pages(document: Document, templates: Path | None = None) -> Iterator[Page]:
    """Every page of ``document``, one by one, always in the same order.

    ``templates``: a folder of the project whose templates come before docgen's own. Raises RenderError when a
    template fails.
    """
    environment = Environment(document, templates)
    yield from pages_but_relations(document, environment)
    yield from relation_pages(document, environment)


def pages_but_relations(document: Document, environment: Environment) -> Iterator[Page]:
    """All pages but those of relations, which are most of a large schema and can be made in shares."""
    for family in FAMILIES:
        yield from family(document, environment)
