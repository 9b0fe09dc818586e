"""What of a database is not the project's, and is documented only where the configuration names it."""

from __future__ import annotations

from collections.abc import Sequence

from docgen import sources
from docgen.read.project import Project, preset

# What the platform brings and changes by itself.
SUPABASE_SCHEMAS = (
    "_realtime",
    "auth",
    "cron",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgsodium",
    "pgsodium_masks",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
)


def left_out(project: Project) -> Sequence[str]:
    """Its patterns: what the configuration excludes, the platform's schemas and the tools' history tables."""
    config = project.workspace.config
    supabase = preset(project.workspace, project.migrations.source) == "supabase"
    platform = SUPABASE_SCHEMAS if supabase and not config.schemas else ()
    tables = sorted({f"{query.schema or '*'}.{query.table}" for query in sources.histories()})
    return (*config.exclude, *tables, *(f"{schema}.*" for schema in platform))
