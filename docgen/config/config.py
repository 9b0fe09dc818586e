"""Config: every key of docgen.toml, its default and its description."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from docgen.config.component import Component
from docgen.config.lint import Lint
from docgen.config.section import Section
from docgen.config.shadow import Shadow
from docgen.config.site import Site


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
    lint: Lint = Field(Lint(), description="The linter.")
    site: Site = Field(Site(), description="The published site.")

    @model_validator(mode="after")
    def _component_pages_differ(self) -> Config:
        pages = [component.page.casefold() for component in self.components]
        twice = sorted({page for page in pages if pages.count(page) > 1})
        if twice:
            raise ValueError(f"two components share the page {twice[0]!r}")
        return self


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen.toml."""
    return Config.model_json_schema()
