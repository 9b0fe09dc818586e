"""[shadow]: the scratch server that migrations are replayed on."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from docgen.config.section import Section


class Shadow(Section, frozen=True):
    """The scratch server that migrations are replayed on."""

    url: Annotated[str | None, Meta(description="A server to create and drop databases on; default: our own.")] = None
    preset: Annotated[
        Literal["auto", "none", "supabase"],
        Meta(description="Roles, schemas and functions that the platform brings; auto: by the migration tool."),
    ] = "auto"
    setup: Annotated[
        tuple[str, ...], Meta(description="SQL files run before the migrations, relative to this file.")
    ] = ()
    version: Annotated[
        Annotated[int, Meta(ge=14, le=18)] | None,
        Meta(description="The major version wanted; default: the live server's."),
    ] = None
    statement_timeout: Annotated[
        int, Meta(ge=1, description="Seconds after which a statement of a migration is given up.")
    ] = 60
