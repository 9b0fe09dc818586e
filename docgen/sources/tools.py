"""Tools: every migration tool that docgen knows, and which one a name means."""

from __future__ import annotations

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery
from docgen.sources.alembic import SOURCE as ALEMBIC
from docgen.sources.atlas import SOURCE as ATLAS
from docgen.sources.dbmate import SOURCE as DBMATE
from docgen.sources.diesel import SOURCE as DIESEL
from docgen.sources.django import SOURCE as DJANGO
from docgen.sources.drizzle import SOURCE as DRIZZLE
from docgen.sources.flyway import SOURCE as FLYWAY
from docgen.sources.golang_migrate import SOURCE as GOLANG_MIGRATE
from docgen.sources.goose import SOURCE as GOOSE
from docgen.sources.graphile_migrate import SOURCE as GRAPHILE_MIGRATE
from docgen.sources.liquibase import SOURCE as LIQUIBASE
from docgen.sources.node_pg_migrate import SOURCE as NODE_PG_MIGRATE
from docgen.sources.plain import SOURCE as PLAIN
from docgen.sources.prisma import SOURCE as PRISMA
from docgen.sources.programs import PROGRAMS
from docgen.sources.refinery import SOURCE as REFINERY
from docgen.sources.source import Source
from docgen.sources.sqitch import SOURCE as SQITCH
from docgen.sources.sql_migrate import SOURCE as SQL_MIGRATE
from docgen.sources.sqlx import SOURCE as SQLX
from docgen.sources.supabase import SOURCE as SUPABASE
from docgen.sources.yoyo import SOURCE as YOYO

SOURCES: tuple[Source, ...] = (
    SUPABASE,
    PRISMA,
    DRIZZLE,
    FLYWAY,
    REFINERY,
    LIQUIBASE,
    ATLAS,
    GRAPHILE_MIGRATE,
    NODE_PG_MIGRATE,
    DIESEL,
    GOOSE,
    GOLANG_MIGRATE,
    DBMATE,
    SQL_MIGRATE,
    SQLX,
    YOYO,
    SQITCH,
    ALEMBIC,
    DJANGO,
    PLAIN,
)


def histories(source: str = "auto") -> tuple[HistoryQuery, ...]:
    """The queries of every tool's history table, the one of ``source`` first, those of programs last."""
    ordered = sorted(SOURCES, key=lambda one: one.name != source)
    return (*(one.history for one in ordered if one.history is not None), *PROGRAMS)


def named(name: str) -> Source:
    """The tool called ``name``; raises SourceError with the nearest known name."""
    for source in SOURCES:
        if source.name == name:
            return source
    import difflib

    known = [source.name for source in SOURCES]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Known tools: {', '.join(sorted(known))}."
    raise SourceError(f"no migration tool is called {name!r}", hint)
