"""Schema changes: what a review or a release says of a schema, from one revision to another."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from docgen.model.change import Change
from docgen.model.relation import Noun


class SchemaChange(Noun, frozen=True):
    """One object or attribute that was added, removed, changed or renamed, and the migration that did it."""

    deed: Literal["added", "removed", "changed", "renamed"]
    weight: Literal["breaking", "access", "plain"]
    change: Change  # expected: before; actual: after; of what was renamed the two names
    reason: str = ""  # why it weighs more than a plain change, one sentence without a full stop
    path: str = ""  # the migration, "" where none of the new ones is known to have done it
    line: int = 0


class Changes(Noun, frozen=True):
    """What changed between two revisions; ``after`` is "" for the files as they are now."""

    before: str
    after: str = ""
    changes: tuple[SchemaChange, ...] = ()
    migrations: tuple[str, ...] = ()  # paths of those that came or were edited in between


class ChangesFile(Changes, frozen=True):
    """What ``docgen changes --format json`` prints."""

    version: Literal[1] = 1


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``docgen changes --format json``."""
    return msgspec.json.schema(ChangesFile)
