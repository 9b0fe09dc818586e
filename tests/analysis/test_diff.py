"""Two catalogs and what must be told of their difference, one case per file of tests/cases/diff."""

from pathlib import Path

import msgspec
import pytest

from docgen.analysis.diff import diff
from docgen.model.catalog import Catalog, Extension
from docgen.model.change import Change
from docgen.model.relation import Column, Relation

CASES = sorted((Path(__file__).parent.parent / "cases" / "diff").glob("*.json"))


class Case(msgspec.Struct, forbid_unknown_fields=True):
    expected: Catalog
    actual: Catalog
    changes: tuple[Change, ...]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_changes(path: Path) -> None:
    case = msgspec.json.decode(path.read_bytes(), type=Case)

    assert set(diff(case.expected, case.actual)) == set(case.changes)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_catalog_does_not_differ_from_itself(path: Path) -> None:
    case = msgspec.json.decode(path.read_bytes(), type=Case)

    assert diff(case.expected, case.expected) == ()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_other_way_round_missing_is_unexpected(path: Path) -> None:
    case = msgspec.json.decode(path.read_bytes(), type=Case)
    turned = {"missing": "unexpected", "unexpected": "missing", "different": "different"}

    forth = sorted(turned[change.kind] for change in diff(case.expected, case.actual))

    assert forth == sorted(change.kind for change in diff(case.actual, case.expected))


def test_changes_are_sorted_relation_first_then_columns() -> None:
    def table(name: str, owner: str, *columns: str) -> Relation:
        parts = tuple(Column(name=column, type="integer") for column in columns)
        return Relation(schema="public", name=name, kind="table", owner=owner, columns=parts)

    expected = Catalog(relations=(table("a", "one", "x", "b"), table("b", "one")))
    actual = Catalog(relations=(table("a", "two"),))

    assert [(change.object, change.attribute) for change in diff(expected, actual)] == [
        ("public.a", "owner"),
        ("public.a.b", ""),
        ("public.a.x", ""),
        ("public.b", ""),
    ]


def test_what_the_platform_brought_is_not_missing() -> None:
    def extensions(*names: str) -> Catalog:
        return Catalog(extensions=tuple(Extension(name=name, schema="extensions", version="1") for name in names))

    found = diff(extensions("citext", "pg_graphql"), Catalog(), given=extensions("pg_graphql"))

    assert [change.object for change in found] == ["citext"]
