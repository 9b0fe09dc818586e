"""Dropped pages: a short page where a relation's page was, for the links that others hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.model.migration import Touch
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, code, text
from docgen.render.history import migration_link
from docgen.render.notes import note


def dropped_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every relation that is gone, with the migration that dropped or renamed it where one did."""
    if not document.snapshot.dropped:
        return
    references = environment.references
    ends = {
        str(text(touch.object)): touch
        for touch in document.touches
        if not touch.relation and (touch.verb == "drop" or touch.new_name)
    }
    for dropped in document.snapshot.dropped:
        end = ends.get(dropped.title)
        renamed = _last_name(end.new_name, ends) if end and end.new_name else ""
        now = references.relation_of(renamed) if renamed else None
        yield environment.page(
            "dropped.md.j2",
            dropped.path,
            title=Markdown(dropped.title),
            migration=migration_link(end.path, dropped.path) if end else Markdown(""),
            new_name=references.link(dropped.path, "relation", now) if now else code(renamed),
            notes=note(document, dropped.path),
        )


def _last_name(name: str, ends: Mapping[str, Touch]) -> str:
    """What a relation that was renamed to ``name`` is called in the end."""
    seen = {name}
    while name in ends and ends[name].new_name and ends[name].new_name not in seen:
        name = ends[name].new_name
        seen.add(name)
    return name
