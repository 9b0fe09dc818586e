"""[[databases]]: one of several databases that one site documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

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
from docgen.config.section import Section
from docgen.config.shadow import Shadow
from docgen.config.status import Status

DatabaseName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
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


class DatabaseKeys(Section):
    """The keys that each database has for itself."""

    title: str = Field("Database", description="The title of the documentation.")
    description: str = Field("", description="What the database is for, one paragraph of Markdown.")
    migrations: str | None = Field(None, description="The folder of migrations; default: looked for.")
    source: str = Field("auto", description="The migration tool; auto: told from the files.")
    python: str | None = Field(None, description="The Python that runs Alembic or Django; default: looked for.")
    database_url: str | None = Field(None, description="The live database; default: DATABASE_URL.")
    schemas: tuple[str, ...] = Field((), description="Schemas to document; default: all but the system's.")
    exclude: tuple[str, ...] = Field((), description="Patterns of schema.name that are left out: public.tmp_*.")
    docs: str = Field("docs/database", min_length=1, description="The folder that docgen writes.")
    templates: str | None = Field(None, description="A folder whose templates replace docgen's, one by one.")
    notes: str | None = Field(None, description="The folder of hand-written notes; default: notes in the docs folder.")
    shadow: Shadow = Field(Shadow(), description="The scratch server that migrations are replayed on.")
    components: tuple[Component, ...] = Field((), description="The parts that the team speaks of.")
    status: Status = Field(Status(), description="What only people know of the state of things.")
    checks: tuple[Check, ...] = Field((), description="Health checks of the database.")
    rls_tests: tuple[RlsTest, ...] = Field((), description="Tests of row security.")
    phases: tuple[Phase, ...] = Field((), description="The steps in which the schema is built, in their order.")
    lint: Lint = Field(Lint(), description="The linter.")
    advisors: Advisors = Field(Advisors(), description="The checks of the catalog.")
    changes: ChangesPage = Field(ChangesPage(), description="The site's page of what changed.")
    drift: Drift = Field(Drift(), description="The comparison of the migrations with the live database.")
    consolidate: Consolidate = Field(Consolidate(), description="Putting migrations together into one.")
    export: Export = Field(Export(), description="The schema's next home.")
    access: Access = Field(Access(), description="What an API shows of the database, and to whom.")
    personal_data: tuple[PersonalData, ...] = Field((), description="Columns that hold data of people.")


class Database(DatabaseKeys):
    """One of several databases: a name, and whatever differs from the keys at the top; or a file of its own."""

    name: DatabaseName = Field(description="Its name on the command line and in the docs folder: a-z, 0-9, _ and -.")
    config: str | None = Field(None, description="A docgen.toml that says all of it; nothing is taken from the top.")
    title: str = Field("", description="The title of its pages; default: its name.")
    docs: str = Field("", description="The folder of its pages; default: one of its name below docs.")
    database_url: str | None = Field(None, description="The live database; default: NAME_DATABASE_URL.")

    @model_validator(mode="after")
    def _can_be_told(self) -> Database:
        if self.name in _TAKEN:
            raise ValueError(f"the name {self.name!r} is taken: choose another")
        told = sorted(self.model_fields_set - {"name", "config", "docs"})
        if self.config is not None and told:
            raise ValueError(f"{self.name!r} has a file of its own: move {', '.join(told)} into {self.config}")
        return self
