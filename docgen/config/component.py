"""[[components]]: the parts of a system that a team speaks of by name."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import PagePath, Section, on_one_line


class Component(Section, frozen=True):
    """A part of the system that a team speaks of by name."""

    name: Annotated[str, Meta(min_length=1, description="What the team calls it.")]
    page: Annotated[PagePath, Meta(description="Its page below the docs folder, without .md: core/authentication.")]
    tables: Annotated[
        tuple[str, ...], Meta(description="Patterns of schema.name: public.profiles, auth.*, public.vc_*.")
    ] = ()
    owner: Annotated[str, Meta(description="Who answers for it.")] = ""
    note: Annotated[str, Meta(description="One sentence for the overview.")] = ""

    def __post_init__(self) -> None:
        on_one_line(self.page, "the page")
