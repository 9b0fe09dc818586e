"""Trail: the line below a page's heading that says what the page belongs to, and leads there.

The theme has such a line only for pages that its navigation names, and a large schema's are not among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.model.name import Name
from docgen.render.document import Document
from docgen.render.filters import Markdown, join
from docgen.render.links import OVERVIEW, link
from docgen.render.references import References

_HEADING = re.compile(r"^# .*", re.MULTILINE)


def with_trail(body: str, page: str, trail: Sequence[Markdown], document: Document) -> str:
    """The page with its trail, which begins with the database; one of several names that on every page.

    The site's search leaves it out: it would be the first that an answer shows of every page.
    """
    several = bool(document.database)
    if not several and not trail:
        return body
    top = [link(page, f"{document.home}/{OVERVIEW}", Markdown("all databases"))] if several else []
    own = [link(page, OVERVIEW, Markdown.escape(document.title))] if page != OVERVIEW else []
    line = join([*top, *own, *trail], " › ")
    return _HEADING.sub(lambda heading: f"{heading[0]}\n\n<small data-search-exclude>{line}</small>", body, count=1)


def trail_of(page: str, kind: str, name: Name, references: References) -> list[Markdown]:
    """The components of an object, if it is in any, and its schema."""
    components = references.components.get(name, []) if kind == "relation" else []
    parts = [link(page, f"{one.page}.md", Markdown.escape(one.name)) for one in components]
    schema = references.link(page, "schema", Name(name.schema, ""), name.schema)
    return [*([join(parts)] if parts else []), schema]
