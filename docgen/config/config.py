"""Config: every key of docgen.toml, its default and its description."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import Field, model_validator

from docgen.config.access import Access
from docgen.config.advisors import Advisors
from docgen.config.check import Check
from docgen.config.component import Component
from docgen.config.consolidate import Consolidate
from docgen.config.drift import Drift
from docgen.config.lint import Lint
from docgen.config.personal_data import PersonalData
from docgen.config.phase import Phase
from docgen.config.rls_test import RlsTest
from docgen.config.section import Section
from docgen.config.shadow import Shadow
from docgen.config.site import Site
from docgen.config.status import Status


class Config(Section):
    """The configuration of one project; every key works on its own default."""

    title: str = Field("Database", description="The title of the documentation.")
    description: str = Field("", description="What the database is for, one paragraph of Markdown.")
    migrations: str | None = Field(None, description="The folder of migrations; default: looked for.")
    source: str = Field("auto", description="The migration tool; auto: told from the files.")
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
    drift: Drift = Field(Drift(), description="The comparison of the migrations with the live database.")
    consolidate: Consolidate = Field(Consolidate(), description="Putting migrations together into one.")
    access: Access = Field(Access(), description="What an API shows of the database, and to whom.")
    personal_data: tuple[PersonalData, ...] = Field((), description="Columns that hold data of people.")
    site: Site = Field(Site(), description="The published site.")

    @model_validator(mode="after")
    def _component_pages_differ(self) -> Config:
        pages = [component.page.casefold() for component in self.components]
        twice = sorted({page for page in pages if pages.count(page) > 1})
        if twice:
            raise ValueError(f"two components share the page {twice[0]!r}")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Config:
        asked: tuple[Check | RlsTest, ...] = (*self.checks, *self.rls_tests)
        tests = [one.name for one in asked]
        for kind, names in (("checks or tests", tests), ("phases", [one.name for one in self.phases])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"two {kind} are called {twice[0]!r}")
        components = [one.name for one in self.components]
        for one in asked:
            _known(one.component, components, f"the component of {one.name!r}")
        for phase in self.phases:
            for name in phase.done_when:
                _known(name, tests, f"a check of the phase {phase.name!r}")
        return self


def _known(name: str, names: list[str], what: str) -> None:
    if name and name not in names:
        near = difflib.get_close_matches(name, names, 1)
        raise ValueError(f"{what}, {name!r}, does not exist" + (f": did you mean {near[0]!r}?" if near else ""))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen.toml."""
    return Config.model_json_schema()
