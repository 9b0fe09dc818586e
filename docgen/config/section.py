"""Section: the base of every table of the configuration, and the kinds of value that several share.

Its fields are the only definition of the keys: msgspec reads a right configuration by them, and ``explain`` makes of
them the models by which pydantic says what is wrong with another.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PagePath = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")]
SeverityName = Literal["error", "warning", "info", "off"]


def on_one_line(text: str, what: str) -> None:
    """Raise ValueError for a text that ends in a line break, which Python's ``$`` lets through."""
    if text.endswith("\n"):
        raise ValueError(f"{what} {text!r} ends in a line break")


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of every table of the configuration: frozen, unknown keys are errors.

    What no single key can tell is checked in ``__post_init__``, which raises ValueError.
    """
