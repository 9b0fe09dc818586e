"""[shadow]: the scratch server that migrations are replayed on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from docgen.config.section import Section


class Shadow(Section):
    """The scratch server that migrations are replayed on."""

    url: str | None = Field(None, description="A server to create and drop databases on; default: our own.")
    preset: Literal["auto", "none", "supabase"] = Field(
        "auto", description="Roles, schemas and functions that the platform brings; auto: by the migration tool."
    )
    setup: tuple[str, ...] = Field((), description="SQL files run before the migrations, relative to this file.")
    version: int | None = Field(None, ge=14, le=18, description="The major version wanted; default: the live server's.")
    statement_timeout: int = Field(60, ge=1, description="Seconds after which a statement of a migration is given up.")
