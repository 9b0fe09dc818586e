"""[lint]: which rules run and how severe their findings are."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section, SeverityName


class Lint(Section):
    """Which rules run and how severe their findings are."""

    select: tuple[str, ...] = Field((), description="Rules or families to run; default: all.")
    ignore: tuple[str, ...] = Field((), description="Rules or families to leave out.")
    severity: dict[str, SeverityName] = Field({}, description="Severity by rule or family.")
    baseline: str = Field("docgen-baseline.json", description="Known findings, beside this file.")
