"""[drift]: what counts as a difference between the migrations and the live database."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class Drift(Section, frozen=True):
    """What counts as a difference between the migrations and the live database."""

    ignore: Annotated[
        tuple[str, ...],
        Meta(description='Patterns of what may differ: "public.tmp_*", "index public.*_idx", "*:grants".'),
    ] = ()
    column_order: Annotated[bool, Meta(description="Whether another order of a table's columns counts.")] = False
