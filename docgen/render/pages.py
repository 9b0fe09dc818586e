"""Pages: the table of page families, and the one call that gives every page of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.relation_pages import relation_pages

Family = Callable[[Document, Environment], Iterator[Page]]

# One line for each kind of page; a new kind is a new module and a new line.
FAMILIES: tuple[Family, ...] = (relation_pages,)


def pages(document: Document, templates: Path | None = None) -> Iterator[Page]:
    """Every page of ``document``, one by one, always in the same order.

    ``templates``: a folder of the project whose templates come before docgen's own. Raises RenderError when a
    template fails.
    """
    environment = Environment(document, templates)
    for family in FAMILIES:
        yield from family(document, environment)
