"""[export]: where the schema shall live next."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from docgen.config.section import Section


class Export(Section, frozen=True):
    """The next home: the status page says what does not travel there."""

    target: Annotated[
        Literal["aurora", "azure", "cloudsql", "plain", "rds"] | None,
        Meta(description="The service that the schema shall move to; default: no move is planned."),
    ] = None
    major: Annotated[
        Annotated[int, Meta(ge=14, le=18)] | None,
        Meta(description="PostgreSQL's major there; default: the newest that is known of the service."),
    ] = None
