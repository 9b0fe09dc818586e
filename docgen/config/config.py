"""Config: every key of docgen.toml, its default and its description."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import Field, model_validator

from docgen.config.check import Check
from docgen.config.cross_reference import CrossReference
from docgen.config.database import Database, DatabaseKeys
from docgen.config.rls_test import RlsTest
from docgen.config.site import Site


class Config(DatabaseKeys):
    """The configuration of one project; every key works on its own default."""

    site: Site = Field(Site(), description="The published site.")
    databases: tuple[Database, ...] = Field((), description="The databases, where there are several.")
    cross_references: tuple[CrossReference, ...] = Field((), description="What of one database means another's.")

    @model_validator(mode="after")
    def _databases_are_told_apart(self) -> Config:
        names = [one.name for one in self.databases]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two databases are called {twice[0]!r}")
        alone = sorted({"database_url", "notes"} & self.model_fields_set) if names else []
        if alone:
            raise ValueError(f"{alone[0]} can be only one database's: move it into one of [[databases]]")
        if self.cross_references and not names:
            raise ValueError("cross_references needs several [[databases]]")
        for reference in self.cross_references:
            for name in reference.databases:
                _known(name, names, f"the database of {reference.column!r} or {reference.references!r}")
        return self

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
