"""Blame: the story of one object, statement by statement."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from docgen.model.relation import Noun

Knowledge = Literal["recorded", "parsed"]


class BlameEntry(Noun, frozen=True):
    """What one statement did to the object or to what hangs on it."""

    version: str
    date: str  # ISO, "" where the version holds none
    file: str
    line: int
    verb: str  # create, replace, add, alter, rename, drop, comment, grant, insert ...
    kind: str
    object: str  # under the name that it had then
    new_name: str = ""
    detail: str = ""  # type integer -> bigint
    known: Knowledge = "recorded"  # by a replay, or as parsing sees the statement


class Blame(Noun, frozen=True):
    """One object and what was done to it, the newest first."""

    object: str  # under its last name
    story: tuple[BlameEntry, ...]
    files: int  # migrations that were looked at
    parsed: int = 0  # of them, those of which no replay kept a record


class BlameFile(Blame, frozen=True):
    """What ``docgen blame --format json`` prints."""

    version: Literal[1] = 1


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``docgen blame --format json``."""
    return msgspec.json.schema(BlameFile)
