"""[[components]]: the parts of a system that a team speaks of by name."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import PagePath, Section


class Component(Section):
    """A part of the system that a team speaks of by name."""

    name: str = Field(min_length=1, description="What the team calls it.")
    page: PagePath = Field(description="Its page below the docs folder, without .md: core/authentication.")
    tables: tuple[str, ...] = Field((), description="Patterns of schema.name: public.profiles, auth.*, public.vc_*.")
    owner: str = Field("", description="Who answers for it.")
    note: str = Field("", description="One sentence for the overview.")
