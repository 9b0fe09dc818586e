"""[site]: the published site."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from docgen.config.section import Section


class Site(Section):
    """The published site."""

    navigation: Literal["auto", "full", "schemas"] = Field(
        "auto", description="full lists every page, schemas only the indexes; auto: full up to 300 tables."
    )
    output: str = Field("site", description="Where docgen site builds to, relative to this file.")
    token_budget: int = Field(
        8000, ge=200, description="How many tokens a component's context file for language models may have, about."
    )
