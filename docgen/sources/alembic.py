"""Alembic: revisions in Python, whose SQL `alembic upgrade --sql` prints; the folder is that of alembic.ini."""

from __future__ import annotations

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.printing import printed
from docgen.sources.source import Evidence, Folder

SETTINGS = "alembic.ini"
ENVIRONMENT = "env.py"  # in the folder of the revisions


class Alembic:
    """The revisions of Alembic."""

    name = "alembic"
    title = "Alembic"
    places = ()
    history = HistoryQuery(
        source="alembic",
        schema="public",
        table="alembic_version",
        columns=("version_num",),
        sql="select version_num::text as version from public.alembic_version order by version_num",
        newest_only=True,
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By alembic.ini."""
        return Evidence(f"it holds {SETTINGS}") if folder.holds(SETTINGS) else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order in which an empty database is brought to all heads. Raises PrintError."""
        return printed(folder, self.title, "alembic_printer.py")


SOURCE = Alembic()
