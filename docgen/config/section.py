"""Section: the base of every table of the configuration, and the kinds of value that several share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

PagePath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")]
SeverityName = Literal["error", "warning", "info", "off"]


class Section(BaseModel):
    """The base of every table of the configuration: frozen, unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)
