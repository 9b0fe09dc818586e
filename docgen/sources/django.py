"""Django: migrations in Python, whose SQL `manage.py sqlmigrate` prints; the folder is that of manage.py."""

from __future__ import annotations

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.printing import printed
from docgen.sources.source import Evidence, Folder

SETTINGS = "manage.py"
MARK = b"execute_from_command_line"


class Django:
    """The migrations of Django, those of the packages that a project installs among them."""

    name = "django"
    title = "Django"
    places = ()
    history = HistoryQuery(
        source="django",
        schema="public",
        table="django_migrations",
        columns=("id", "app", "name", "applied"),
        sql="""
            select (app || '.' || name)::text as version, name::text as name,
                   to_char(applied at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
            from public.django_migrations
            order by id""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By a manage.py that runs Django's commands."""
        if not folder.holds(SETTINGS) or MARK not in folder.bytes(SETTINGS):
            return None
        return Evidence(f"it holds {SETTINGS}")

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order in which an empty database is brought to all leaves. Raises PrintError."""
        return printed(folder, self.title, "django_printer.py")


SOURCE = Django()
