"""Dropped pages: a short page where a relation's page was, for the links that others hold."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, code, text
from docgen.render.history import migration_link
from docgen.render.notes import note


def dropped_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every relation that is gone, with the migration that dropped or renamed it where one did."""
    if not document.snapshot.dropped:
        return
    ends = {
        str(text(touch.object)): touch
        for touch in document.touches
        if not touch.relation and (touch.verb == "drop" or touch.new_name)
    }
    for dropped in document.snapshot.dropped:
        end = ends.get(dropped.title)
        yield environment.page(
            "dropped.md.j2",
            dropped.path,
            title=Markdown(dropped.title),
            migration=migration_link(end.path, dropped.path) if end else Markdown(""),
            new_name=code(end.new_name) if end else Markdown(""),
            notes=note(document, dropped.path),
        )
