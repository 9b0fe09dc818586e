"""Supabase CLI: supabase/migrations/<version>_<name>.sql, run by name, statement by statement in one transaction."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import migration, unique
from docgen.sources.source import Evidence, Folder

_FILE = re.compile(r"(\d+)_(.*)\.sql", re.ASCII)


class Supabase:
    """The migrations of the Supabase CLI."""

    name = "supabase"
    title = "Supabase CLI"
    places = ("supabase/migrations",)
    history = HistoryQuery(
        source="supabase",
        schema="supabase_migrations",
        table="schema_migrations",
        columns=("version", "statements", "name"),
        sql="""
            select version, name, statements
            from supabase_migrations.schema_migrations
            order by version collate "C" """,
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By supabase/config.toml or the name of the folder above."""
        first = next((name for name in folder.sql if _FILE.fullmatch(name)), None)
        if first is None or folder.path.name != "migrations":
            return None
        if folder.has("../config.toml"):
            return Evidence(f"config.toml lies beside the folder that holds {first}")
        if folder.path.absolute().parent.name == "supabase":
            return Evidence(f"the folder is called supabase/migrations and holds {first}")
        return None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the file names; the names decide, not the numbers."""
        return unique(
            folder,
            self.title,
            (
                migration(folder, name, version=found[1], title=found[2], pieces=True, opening="query")
                for name in folder.sql
                if (found := _FILE.fullmatch(name))
            ),
        )


SOURCE = Supabase()
