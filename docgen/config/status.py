"""[status]: what only people know of the state of things."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class Status(Section, frozen=True):
    """What the status page says besides its evidence; Markdown where a text is long."""

    task: Annotated[str, Meta(description="The current task; default: the phase in progress.")] = ""
    steps: Annotated[tuple[str, ...], Meta(description="Next steps besides what the evidence says.")] = ()
    maintenance: Annotated[
        str, Meta(description="What is to be done regularly; default: the note status/maintenance.md.")
    ] = ""
    emergency: Annotated[
        str, Meta(description="What to do in an emergency; default: the note status/emergency.md.")
    ] = ""
    support: Annotated[str, Meta(description="Who helps; default: the note status/support.md.")] = ""
