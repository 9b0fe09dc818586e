"""[advisors]: which checks of the catalog run, and what they leave alone."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class Advisors(Section, frozen=True):
    """Which checks of the catalog run, and what they leave alone."""

    select: Annotated[
        tuple[str, ...], Meta(description="Checks to run besides the usual: those that are asked for by name.")
    ] = ()
    ignore: Annotated[
        tuple[str, ...],
        Meta(description='Checks to leave out, or objects of one: "unlogged-table", "unlogged-table public.cache_*".'),
    ] = ()
