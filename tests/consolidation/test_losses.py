"""What squashing with a dump loses, one case each: docgen's one migration keeps it, or asks for a decision."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from docgen.analysis.ddl.export import export
from docgen.config.workspace import load
from docgen.consolidation.plan import Plan, make_plan
from docgen.read.project import LIBPQ, read_project
from docgen.read.replaying import replayed

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "consolidate" / "losses.toml").read_text()
)["case"]


class Squashed(NamedTuple):
    plan: Plan
    exported: str


@pytest.fixture(scope="module")
def squashed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Squashed]:
    """All cases as one chain, a migration each."""
    root = tmp_path_factory.mktemp("losses")
    folder = root / "supabase" / "migrations"
    folder.mkdir(parents=True)
    for number, case in enumerate(CASES):
        (folder / f"202501010000{number:02}_case.sql").write_text(f"{case['sql']}\n")
    (root / "docgen.toml").write_text('migrations = "supabase/migrations"\nsource = "supabase"\n')
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        project = read_project(load(root))
        catalog, replay = replayed(project, lambda _: None)
        assert replay.failures == ()
        plan = make_plan(project, "together", None, None, "", lambda _: None)
        yield Squashed(plan, export(catalog, "postgres"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_nothing_of_it_is_lost(squashed: Squashed, case: dict[str, Any]) -> None:
    missing = [text for text in case.get("kept", ()) if text not in squashed.plan.text]
    missing += [text for text in case.get("exported", ()) if text not in squashed.exported]
    asked = "decision" not in case or any(case["decision"] in one for one in squashed.plan.open)
    too_much = [text for text in case.get("absent", ()) if text in squashed.plan.text + squashed.exported]
    assert (missing, asked, too_much) == ([], True, [])


def test_only_what_asks_for_a_decision_stands_in_the_way(squashed: Squashed) -> None:
    assert len(squashed.plan.open) == sum("decision" in case for case in CASES)
    assert [one.name for one in squashed.plan.proofs if not one.passed] == []
    assert not squashed.plan.ready
