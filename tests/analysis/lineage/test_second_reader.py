"""Our column lineage beside that of sqlglot, which has a grammar and a resolver of its own."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from docgen.analysis.lineage.graph import lineage
from docgen.model.catalog import Catalog
from tests.analysis.lineage.conftest import CASES, DATABASES
from tests.analysis.lineage.second_reader import second_reading
from tests.analysis.lineage.test_views import spelled

EXPLAINED: list[dict[str, Any]] = tomllib.loads((CASES / "second_reader.toml").read_text())["difference"]


def differences(catalog: Catalog) -> dict[str, dict[str, list[str] | str]]:
    """By column: what only we say that it is made of, and what only sqlglot says, or why it cannot tell."""
    second = second_reading(catalog)
    found: dict[str, dict[str, list[str] | str]] = {}
    for view in lineage(catalog).views.values():
        for column in view.columns:
            ours = frozenset(column.sources)
            (theirs,) = [read for one, read in second.items() if one == (view.relation, column.name)]
            if isinstance(theirs, str):
                found[f"{view.relation}.{column.name}"] = {"problem": theirs}
            elif ours != theirs:
                sides = {"ours": sorted(map(spelled, ours - theirs)), "theirs": sorted(map(spelled, theirs - ours))}
                found[f"{view.relation}.{column.name}"] = {side: names for side, names in sides.items() if names}
    return found


@pytest.mark.parametrize("name", DATABASES)
def test_two_readers_agree_but_for_what_is_explained(catalogs: dict[str, Catalog], name: str) -> None:
    expected = {
        column: {key: one[key] for key in ("problem", "ours", "theirs") if key in one}
        for one in EXPLAINED
        if one["database"] == name
        for column in one["columns"]
    }
    assert expected == differences(catalogs[name])
    assert all(one["why"] for one in EXPLAINED)


def test_two_readers_agree_on_generated_views(generated: Catalog) -> None:
    assert sum(1 for one in generated.relations if one.definition) == 100
    assert differences(generated) == {}
