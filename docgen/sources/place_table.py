"""Place table: the folders that the tools use by default. Made from them: run make docs."""

from __future__ import annotations

PLACES: tuple[str, ...] = (
    "supabase/migrations",
    "prisma/migrations",
    "drizzle",
    "drizzle/migrations",
    "src/db/migrations",
    "src/main/resources/db/migration",
    "db/migration",
    "flyway/sql",
    "migrations",
    "src/migrations",
    "src/main/resources/db/changelog",
    "db/changelog",
    "liquibase/changelog",
    "changelog",
    "db/migrations",
    "ent/migrate/migrations",
    "sql/schema",
    "internal/db/migrations",
    "deploy",
    "sqitch/deploy",
    "db/deploy",
    "database/migrations",
    "sql/migrations",
    "sql",
)
