"""Cross references: what of a relation other databases speak of, as a table, as a list, and in the neighbourhood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.model.cross_reference import CrossReference
from docgen.model.name import Name
from docgen.render.column_places import column_place, taken_places
from docgen.render.filters import Markdown, cell, code, table
from docgen.render.links import OVERVIEW, link, page_path


def cross_reference_table(crossing: Sequence[CrossReference], page: str) -> Markdown:
    """One row for each cross reference of a relation: its column, which way, and the other end with its link."""
    rows = [
        (
            code(one.column) if one.column else Markdown("all of it"),
            _way(one),
            other_end(one, page),
            link(page, f"{one.database.folder}/{OVERVIEW}", Markdown.escape(one.database.title)),
            Markdown("<br>".join(_remarks(one))),
        )
        for one in crossing
    ]
    return table(rows, "Here", "What it does", "There", "Database", "What is known of it")


def other_end(one: CrossReference, page: str) -> Markdown:
    """The column or relation in the other database, linked where it is known to be."""
    shown = code(f"{one.other}.{one.other_column}" if one.other_column else one.other)
    if not one.found:
        return shown
    return link(page, f"{one.database.folder}/{place_in_another(one.other, one.other_column)}", shown)


def place_in_another(relation: Name, column: str) -> str:
    """The address of a column, or of a relation as such, below the docs folder of another database."""
    path = page_path("relation", relation)
    return f"{path}#{column_place(column, taken_places(relation))}" if column else path


def cross_reference_list(crossing: Sequence[CrossReference], page: str) -> Iterator[Markdown]:
    """The same as lines behind the neighbourhood's."""
    for one in crossing:
        way = _way(one)
        here = code(one.column) if one.column else Markdown("all of it")
        yield Markdown(f"{here} {way} {other_end(one, page)} in {Markdown.escape(one.database.title)}")


def _way(one: CrossReference) -> Markdown:
    return Markdown("refers to" if one.leaving else "is referred to from")


def _remarks(one: CrossReference) -> Iterator[str]:
    if not one.found:
        yield f"**not found** in {Markdown.escape(one.database.title)}"
    if one.server:
        yield f"foreign table by the server {code(one.server)}"
    if one.note:
        yield cell(one.note)
