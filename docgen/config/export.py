"""[export]: where the schema shall live next."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from docgen.config.section import Section


class Export(Section):
    """The next home: the status page says what does not travel there."""

    target: Literal["aurora", "azure", "cloudsql", "plain", "rds"] | None = Field(
        None, description="The service that the schema shall move to; default: no move is planned."
    )
    major: int | None = Field(
        None, ge=14, le=18, description="PostgreSQL's major there; default: the newest that is known of the service."
    )
