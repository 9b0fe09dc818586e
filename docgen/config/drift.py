"""[drift]: what counts as a difference between the migrations and the live database."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section


class Drift(Section):
    """What counts as a difference between the migrations and the live database."""

    ignore: tuple[str, ...] = Field(
        (), description='Patterns of what may differ: "public.tmp_*", "index public.*_idx", "*:grants".'
    )
    column_order: bool = Field(False, description="Whether another order of a table's columns counts.")
