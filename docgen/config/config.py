"""Config: every key of docgen.toml, its default and its description."""

from __future__ import annotations

import difflib
from typing import Annotated

from msgspec import Meta

from docgen.config.check import Check
from docgen.config.cross_reference import CrossReference
from docgen.config.database import Database, DatabaseKeys
from docgen.config.rls_test import RlsTest
from docgen.config.site import Site


class Config(DatabaseKeys, frozen=True):
    """The configuration of one project; every key works on its own default."""

    site: Annotated[Site, Meta(description="The published site.")] = Site()
    databases: Annotated[tuple[Database, ...], Meta(description="The databases, where there are several.")] = ()
    cross_references: Annotated[
        tuple[CrossReference, ...], Meta(description="What of one database means another's.")
    ] = ()

    def __post_init__(self) -> None:
        self._databases_are_told_apart()
        self._component_pages_differ()
        self._names_are_known()

    def _databases_are_told_apart(self) -> None:
        names = [one.name for one in self.databases]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two databases are called {twice[0]!r}")
        alone = [key for key in ("database_url", "notes") if getattr(self, key) is not None] if names else []
        if alone:
            raise ValueError(f"{alone[0]} can be only one database's: move it into one of [[databases]]")
        if self.cross_references and not names:
            raise ValueError("cross_references needs several [[databases]]")
        for reference in self.cross_references:
            for name in reference.databases:
                _known(name, names, f"the database of {reference.column!r} or {reference.references!r}")

    def _component_pages_differ(self) -> None:
        pages = [component.page.casefold() for component in self.components]
        twice = sorted({page for page in pages if pages.count(page) > 1})
        if twice:
            raise ValueError(f"two components share the page {twice[0]!r}")

    def _names_are_known(self) -> None:
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


def _known(name: str, names: list[str], what: str) -> None:
    if name and name not in names:
        near = difflib.get_close_matches(name, names, 1)
        raise ValueError(f"{what}, {name!r}, does not exist" + (f": did you mean {near[0]!r}?" if near else ""))
