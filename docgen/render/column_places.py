"""Column places: the address of a column's row on its relation's page, which is its plain name where that is free."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from docgen.model.name import Name
from docgen.render.filters import Markdown
from docgen.render.link_check import places
from docgen.render.links import anchor

HEADINGS = frozenset(
    {"access", "columns", "definition", "findings", "history", "indexes", "inheritance", "lineage", "neighbourhood"}
    | {"notes", "partitions", "policies", "rules", "statistics", "triggers", "uses"}
)
"""What the headings of a relation's page are called that are one word: no other can be called as a column is."""

SCRIPTS = frozenset(
    {"ace", "Browser", "Buffer", "define", "exports", "global", "mermaid", "module", "process", "require"}
)
"""What scripts on a page ask for among their own variables, where a browser puts every identifier of the page."""

_PLAIN = re.compile(r"(?!__)[A-Za-z0-9_]+\Z")  # what begins with __ belongs to the themes
_SECOND = re.compile(r"_[0-9]+\Z")  # the end of a second heading of one name
_NO_WORD = re.compile(r"[^A-Za-z0-9_]")


def taken_places(relation: Name, notes: str = "") -> frozenset[str]:
    """The places of a relation's page that no column can have: its headings, its title, those in its ``notes``."""
    title = unicodedata.normalize("NFKD", f"{relation.schema}{relation.name}")
    return HEADINGS | SCRIPTS | {_NO_WORD.sub("", title).lower()} | (places(notes) if notes else frozenset())


def column_place(column: str, taken: frozenset[str]) -> str:
    """The place of a column on a page: ``email``, or ``col-history`` for one that is called as something else there."""
    claims = _claims(column)
    return column if claims and taken.isdisjoint(claims) else anchor("col", column)


@lru_cache(maxsize=1 << 15)  # tables have columns of the same names, and each is linked to from others
def _claims(column: str) -> tuple[str, ...]:
    """What must be free for a column to be called by its plain name; nothing where that is no address."""
    return (column, _SECOND.sub("", column)) if _PLAIN.match(column) else ()


def column_anchor(column: str, place: str) -> Markdown:
    """What a link to the column finds: its ``place``, and its place with the prefix, which it has in any case."""
    always = anchor("col", column)
    return Markdown(f'<a id="{place}"></a>' if place == always else f'<a id="{place}" name="{always}"></a>')
