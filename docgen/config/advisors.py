"""[advisors]: which checks of the catalog run, and what they leave alone."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section


class Advisors(Section):
    """Which checks of the catalog run, and what they leave alone."""

    select: tuple[str, ...] = Field(
        (), description="Checks to run besides the usual: those that are asked for by name."
    )
    ignore: tuple[str, ...] = Field(
        (), description='Checks to leave out, or objects of one: "unlogged-table", "unlogged-table public.cache_*".'
    )
