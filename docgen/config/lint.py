"""[lint]: which rules run and how severe their findings are."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from docgen.config.section import Section, SeverityName


class Lint(Section, frozen=True):
    """Which rules run and how severe their findings are."""

    select: Annotated[tuple[str, ...], Meta(description="Rules or families to run; default: all.")] = ()
    ignore: Annotated[tuple[str, ...], Meta(description="Rules or families to leave out.")] = ()
    severity: Annotated[dict[str, SeverityName], Meta(description="Severity by rule or family.")] = field(
        default_factory=dict
    )
    baseline: Annotated[str, Meta(description="Known findings, beside this file.")] = "docgen-baseline.json"
