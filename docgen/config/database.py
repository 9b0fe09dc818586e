"""[[databases]]: one of several databases that one site documents."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.access import Access
from docgen.config.advisors import Advisors
from docgen.config.changes import ChangesPage
from docgen.config.check import Check
from docgen.config.component import Component
from docgen.config.consolidate import Consolidate
from docgen.config.drift import Drift
from docgen.config.export import Export
from docgen.config.lint import Lint
from docgen.config.personal_data import PersonalData
from docgen.config.phase import Phase
from docgen.config.rls_test import RlsTest
from docgen.config.section import Section, on_one_line
from docgen.config.shadow import Shadow
from docgen.config.status import Status

DatabaseName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
# Folders that are something else beside those of the databases, and names that no folder can have on every system.
_TAKEN = {
    "assets",
    "notes",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)),
}


class DatabaseKeys(Section, frozen=True):
    """The keys that each database has for itself."""

    title: Annotated[str, Meta(description="The title of the documentation.")] = "Database"
    description: Annotated[str, Meta(description="What the database is for, one paragraph of Markdown.")] = ""
    migrations: Annotated[str | None, Meta(description="The folder of migrations; default: looked for.")] = None
    source: Annotated[str, Meta(description="The migration tool; auto: told from the files.")] = "auto"
    python: Annotated[str | None, Meta(description="The Python that runs Alembic or Django; default: looked for.")] = (
        None
    )
    database_url: Annotated[str | None, Meta(description="The live database; default: DATABASE_URL.")] = None
    schemas: Annotated[tuple[str, ...], Meta(description="Schemas to document; default: all but the system's.")] = ()
    exclude: Annotated[
        tuple[str, ...], Meta(description="Patterns of schema.name that are left out: public.tmp_*.")
    ] = ()
    docs: Annotated[str, Meta(min_length=1, description="The folder that docgen writes.")] = "docs/database"
    templates: Annotated[str | None, Meta(description="A folder whose templates replace docgen's, one by one.")] = None
    notes: Annotated[
        str | None, Meta(description="The folder of hand-written notes; default: notes in the docs folder.")
    ] = None
    shadow: Annotated[Shadow, Meta(description="The scratch server that migrations are replayed on.")] = Shadow()
    components: Annotated[tuple[Component, ...], Meta(description="The parts that the team speaks of.")] = ()
    status: Annotated[Status, Meta(description="What only people know of the state of things.")] = Status()
    checks: Annotated[tuple[Check, ...], Meta(description="Health checks of the database.")] = ()
    rls_tests: Annotated[tuple[RlsTest, ...], Meta(description="Tests of row security.")] = ()
    phases: Annotated[
        tuple[Phase, ...], Meta(description="The steps in which the schema is built, in their order.")
    ] = ()
    lint: Annotated[Lint, Meta(description="The linter.")] = Lint()
    advisors: Annotated[Advisors, Meta(description="The checks of the catalog.")] = Advisors()
    changes: Annotated[ChangesPage, Meta(description="The site's page of what changed.")] = ChangesPage()
    drift: Annotated[Drift, Meta(description="The comparison of the migrations with the live database.")] = Drift()
    consolidate: Annotated[Consolidate, Meta(description="Putting migrations together into one.")] = Consolidate()
    export: Annotated[Export, Meta(description="The schema's next home.")] = Export()
    access: Annotated[Access, Meta(description="What an API shows of the database, and to whom.")] = Access()
    personal_data: Annotated[tuple[PersonalData, ...], Meta(description="Columns that hold data of people.")] = ()


class Database(DatabaseKeys, frozen=True, kw_only=True):
    """One of several databases: a name, and whatever differs from the keys at the top; or a file of its own."""

    name: Annotated[
        DatabaseName, Meta(description="Its name on the command line and in the docs folder: a-z, 0-9, _ and -.")
    ]
    config: Annotated[
        str | None, Meta(description="A docgen.toml that says all of it; nothing is taken from the top.")
    ] = None
    title: Annotated[str, Meta(description="The title of its pages; default: its name.")] = ""
    docs: Annotated[str, Meta(description="The folder of its pages; default: one of its name below docs.")] = ""
    database_url: Annotated[str | None, Meta(description="The live database; default: NAME_DATABASE_URL.")] = None

    def __post_init__(self) -> None:
        on_one_line(self.name, "the name")
        if self.name in _TAKEN:
            raise ValueError(f"the name {self.name!r} is taken: choose another")
        if self.config is None:
            return
        bare = Database(name=self.name)
        told = (key for key in self.__struct_fields__ if getattr(self, key) != getattr(bare, key))
        if others := sorted({*told} - {"config", "docs"}):
            raise ValueError(f"{self.name!r} has a file of its own: move {', '.join(others)} into {self.config}")
