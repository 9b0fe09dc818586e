"""[site]: the published site."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from docgen.config.section import Section


class Site(Section, frozen=True):
    """The published site."""

    navigation: Annotated[
        Literal["auto", "full", "schemas"],
        Meta(description="full lists every page, schemas only the indexes; auto: full up to 300 tables."),
    ] = "auto"
    output: Annotated[str, Meta(description="Where docgen site builds to, relative to this file.")] = "site"
    token_budget: Annotated[
        int, Meta(ge=200, description="How many tokens a component's context file for language models may have, about.")
    ] = 8000
