"""[access]: what of the database an API shows to the world, and to whom."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section


class Access(Section):
    """What of the database an API shows to the world, and to whom; for the pages on access."""

    api_schemas: tuple[str, ...] = Field(
        ("public",), description="The schemas that the API of Supabase or PostgREST shows."
    )
    api_roles: tuple[str, ...] = Field(
        ("anon", "authenticated", "service_role"),
        description="The roles that it acts as, the least trusted first; they come first on every page.",
    )
