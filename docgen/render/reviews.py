"""Reviews: the hand-written notes that somebody should read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.analysis.notes import to_review
from docgen.model.catalog import Catalog
from docgen.model.relation import Noun
from docgen.render.filters import Markdown, code
from docgen.render.links import link, page_path

if TYPE_CHECKING:
    from docgen.render.document import Document


def described(paths: Iterable[str], catalog: Catalog) -> dict[str, list[Noun]]:
    """The objects that the note at each path speaks of: none for the path of an object that does not exist.

    A path that is on no object (the note of an overview, a guide) is left out.
    """
    found: dict[str, list[Noun]] = {path: [] for path in paths if path.startswith(("tables/", "functions/"))}
    if found:
        for relation in catalog.relations:
            found.get(page_path("relation", relation.id), []).append(relation)
        for routine in catalog.routines:
            found.get(page_path("routine", routine.id), []).append(routine)
    return found


def notes_to_review(document: Document) -> list[Markdown]:
    """One line for each note whose object changed or is gone; a note is linked where its page exists."""
    records = document.snapshot.notes
    objects = described((record.path for record in records), document.catalog)
    shown = []
    for state in to_review(records, objects):
        note = code(f"notes/{state.path}")
        label = link("SCHEMA-STATUS.md", state.path, note) if state.state == "changed" else note
        shown.append(Markdown(f"{label}: {Markdown.escape(state.sentence)}"))
    return shown
