"""[access]: what of the database an API shows to the world, and to whom."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class Access(Section, frozen=True):
    """What of the database an API shows to the world, and to whom; for the pages on access."""

    api_schemas: Annotated[
        tuple[str, ...], Meta(description="The schemas that the API of Supabase or PostgREST shows.")
    ] = ("public",)
    api_roles: Annotated[
        tuple[str, ...],
        Meta(description="The roles that it acts as, the least trusted first; they come first on every page."),
    ] = ("anon", "authenticated", "service_role")
