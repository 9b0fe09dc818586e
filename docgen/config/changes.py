"""[changes]: the site's page of what changed."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class ChangesPage(Section, frozen=True):
    """What the site tells of earlier states of the schema, as Git has them; without a key there is no such page."""

    since: Annotated[str, Meta(description="A Git revision: the page tells what changed since. v1.2, main~20.")] = ""
    releases: Annotated[
        str, Meta(description="A pattern of Git tags: the page tells what each release changed. v*.")
    ] = ""

    @property
    def wanted(self) -> bool:
        """Whether the site has the page."""
        return bool(self.since or self.releases)
