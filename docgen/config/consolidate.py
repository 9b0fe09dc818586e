"""[consolidate]: what only people can decide when migrations are put together into one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from docgen.config.section import Section


class Decision(Section):
    """What becomes of one statement of the archived migrations that docgen cannot judge by itself."""

    statement: str = Field(pattern=r".+:\d+$", description="Where it is: file name or path, a colon, the line.")
    decision: Literal["superseded", "keep", "drop"] = Field(
        description="superseded: later statements did its work; keep: carried as written; drop: left out."
    )
    reason: str = Field(min_length=1, description="Why, for the next reader; stands in the archive's README.")


class Backfill(Section):
    """How existing rows get a value in a column that the live table lacks or holds with another type."""

    column: str = Field(pattern=r".+\..+\..+", description="schema.table.column.")
    expression: str = Field(min_length=1, description="SQL over the row's other columns.")


class Consolidate(Section):
    """What only people can decide when migrations are put together into one."""

    archive: str | None = Field(None, description="Folder for the originals; default: beside theirs, with _archive.")
    decisions: tuple[Decision, ...] = Field((), description="One for each statement that needs one.")
    backfill: tuple[Backfill, ...] = Field((), description="One for each column whose rows need a value.")
    freeze: tuple[str, ...] = Field(
        (), description="Columns (schema.table.column) whose made-up values become constants."
    )
