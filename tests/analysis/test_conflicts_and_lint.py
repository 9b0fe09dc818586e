"""The conflicts and the linter's chain findings are two readings of the same files: they tell the same statements."""

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from docgen.analysis.conflicts import conflicts
from docgen.lint.plan import LintOptions
from docgen.lint.rule import rules
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, Migration
from tests.analysis.test_conflicts import CASES, read

MEANT = tomllib.loads((Path(__file__).parent.parent / "cases" / "conflicts_and_lint.toml").read_text())["difference"]
# What a guard hides is told by the family mask.
BOTH = LintOptions(select=("chain", "mask"), ignore=("dropped-later", "unscoped-lookup"))
CHAIN_RULES = sorted(rule.name for rule in rules() if rule.family == "chain" and rule.name != "dropped-later")


class Told(NamedTuple):
    """What one of the two says: a place and an object as it calls it."""

    only: str  # which of the two
    place: str
    object: str


def by_conflict(conflict: Conflict) -> Told:
    path, line = conflict.second
    return Told("conflicts", f"{path}:{line}", conflict.object)


def by_finding(finding: Finding) -> Told:
    return Told("lint", f"{finding.file}:{finding.line}", finding.object)


def same(conflict: Conflict, finding: Finding) -> bool:
    """Whether both speak of one object at one place.

    A conflict says the schema and the table too; of a rename it says the new name, and of what has no name the name
    that PostgreSQL makes up, where a finding's object is the old name, or the table.
    """
    parts = conflict.object.replace('"', "").split(".")
    named = finding.object.rpartition(".")[2] in parts or f'"{parts[-1]}"' in finding.message
    return by_conflict(conflict).place == by_finding(finding).place and named


def differences(told: list[Conflict], found: list[Finding]) -> list[Told]:
    """What only one of the two tells."""
    alone = [by_conflict(one) for one in told if not any(same(one, other) for other in found)]
    alone += [by_finding(other) for other in found if not any(same(one, other) for one in told)]
    return sorted(alone)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_both_tell_the_same_statements_of_a_case(path: Path) -> None:
    migrations = read(path).migrations

    found = differences(list(conflicts(migrations)), list(lint(migrations, BOTH)))

    meant = [Told(one["only"], one["place"], one["object"]) for one in MEANT if one["case"] == path.stem]
    assert found == sorted(meant)


@pytest.mark.parametrize("name", CHAIN_RULES)
def test_both_tell_the_same_statements_of_a_page(name: str) -> None:
    (rule,) = [rule for rule in rules() if rule.name == name]
    setup = "".join(example.sql for example in rule.examples if example.kind == "setup")
    alone = []
    for example in rule.examples:
        if example.kind in ("bad", "good"):
            migrations = [
                Migration(version=path, name=path, path=path, sql=sql, digest="")
                for path, sql in (("1.sql", setup), ("2.sql", example.sql))
            ]
            alone += differences(list(conflicts(migrations)), list(lint(migrations, BOTH)))

    meant = [Told(one["only"], one["place"], one["object"]) for one in MEANT if one["case"] == name]
    assert sorted(alone) == sorted(meant)


def test_every_meant_difference_has_its_case_and_a_reason() -> None:
    known = {*CHAIN_RULES, *(path.stem for path in CASES)}
    assert [one for one in MEANT if one["case"] not in known or not one["reason"].endswith(".")] == []
