"""Diesel: migrations/<version>_<name>/up.sql and down.sql by version, each sent as one query in a transaction."""

from __future__ import annotations

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, one_query, text_of, unique
from docgen.sources.source import Evidence, Folder

_SETTINGS = "metadata.toml"


class Diesel:
    """The migrations of Diesel."""

    name = "diesel"
    title = "Diesel"
    places = ("migrations",)
    history = HistoryQuery(
        source="diesel",
        schema="public",
        table="__diesel_schema_migrations",
        columns=("version", "run_on"),
        sql="""
            select version::text as version, to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
            from public.__diesel_schema_migrations
            order by run_on, __diesel_schema_migrations.version""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By subfolders that hold an up.sql."""
        first = next((name for name in folder.folders if "up.sql" in folder.inside(name)), None)
        return Evidence(f"it holds {first}/up.sql") if first else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """In the order of the versions: the folder's name up to the underscore, without its dashes."""
        names = [name for name in folder.folders if "up.sql" in folder.inside(name)]
        return unique(
            folder, self.title, sorted((_migration(folder, name) for name in names), key=lambda one: one.version)
        )


def _migration(folder: Folder, name: str) -> Migration:
    version, _, title = name.partition("_")
    free = not _in_transaction(folder, name)
    return migration(
        folder,
        f"{name}/up.sql",
        version=version.replace("-", ""),
        title=title or name,
        up=(lambda text: Up(text, transaction=one_query(text), opening="query")) if free else Up,
        down=f"{name}/down.sql" if "down.sql" in folder.inside(name) else "",
    )


def _in_transaction(folder: Folder, name: str) -> bool:
    if _SETTINGS not in folder.inside(name):
        return True
    import tomllib  # few projects have such a file: the others start faster

    path = f"{name}/{_SETTINGS}"
    try:
        return tomllib.loads(text_of(folder, path)).get("run_in_transaction") is not False
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{folder.place(path)} is not valid TOML: {error}", "Mend the file at that place.") from None


SOURCE = Diesel()
