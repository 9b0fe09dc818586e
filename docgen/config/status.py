"""[status]: what only people know of the state of things."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section


class Status(Section):
    """What the status page says besides its evidence; Markdown where a text is long."""

    task: str = Field("", description="The current task; default: the phase in progress.")
    steps: tuple[str, ...] = Field((), description="Next steps besides what the evidence says.")
    maintenance: str = Field("", description="What is to be done regularly; default: the note status/maintenance.md.")
    emergency: str = Field("", description="What to do in an emergency; default: the note status/emergency.md.")
    support: str = Field("", description="Who helps; default: the note status/support.md.")
