"""[consolidate]: what only people can decide when migrations are put together into one."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from docgen.config.section import Section


class Decision(Section, frozen=True):
    """What becomes of one statement of the archived migrations that docgen cannot judge by itself."""

    statement: Annotated[
        str, Meta(pattern=r".+:\d+$", description="Where it is: file name or path, a colon, the line.")
    ]
    decision: Annotated[
        Literal["superseded", "keep", "drop"],
        Meta(description="superseded: later statements did its work; keep: carried as written; drop: left out."),
    ]
    reason: Annotated[str, Meta(min_length=1, description="Why, for the next reader; stands in the archive's README.")]


class Backfill(Section, frozen=True):
    """How existing rows get a value in a column that the live table lacks or holds with another type."""

    column: Annotated[str, Meta(pattern=r".+\..+\..+", description="schema.table.column.")]
    expression: Annotated[str, Meta(min_length=1, description="SQL over the row's other columns.")]


class Consolidate(Section, frozen=True):
    """What only people can decide when migrations are put together into one."""

    archive: Annotated[
        str | None, Meta(description="Folder for the originals; default: beside theirs, with _archive.")
    ] = None
    decisions: Annotated[tuple[Decision, ...], Meta(description="One for each statement that needs one.")] = ()
    backfill: Annotated[tuple[Backfill, ...], Meta(description="One for each column whose rows need a value.")] = ()
    freeze: Annotated[
        tuple[str, ...], Meta(description="Columns (schema.table.column) whose made-up values become constants.")
    ] = ()
