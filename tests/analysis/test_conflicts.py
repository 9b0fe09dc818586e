"""Chains of migrations, the conflicts in them, and a real server that must agree on what fails."""

import re
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from docgen.analysis.conflicts import conflicts
from docgen.model.migration import Migration
from docgen.sql.parse import parse

CASES = sorted((Path(__file__).parent.parent / "cases" / "conflicts").glob("*.sql"))


class Case(NamedTuple):
    """Files, and for each conflict: kind, object, both places, and the SQLSTATE of the second or "-"."""

    migrations: tuple[Migration, ...]
    expected: list[tuple[str, str, str, str]]
    differences: list[str]
    failures: list[tuple[str, str]]


def read(path: Path) -> Case:
    text = path.read_text()
    body, *_ = re.split(r"^-- expect: ", text, maxsplit=1, flags=re.MULTILINE)
    pieces = re.split(r"^-- file: (\S+)\n", body, flags=re.MULTILINE)[1:]
    files = zip(pieces[::2], pieces[1::2], strict=True)
    expected = [tuple(line.split(" | ")) for line in re.findall(r"^-- expect: (.*)$", text, re.MULTILINE)]
    return Case(
        tuple(Migration(version=name, name=name, path=name, sql=sql, digest="") for name, sql in files),
        [(kind, name, first, second) for kind, name, first, second, _ in expected],
        re.findall(r"^-- difference: (.*)$", text, re.MULTILINE),
        [(second.split(":")[0], state) for _, _, _, second, state in expected if state != "-"],
    )


def _place(place: tuple[str, int]) -> str:
    path, line = place
    return f"{path}:{line}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_conflicts(path: Path) -> None:
    case = read(path)

    found = conflicts(case.migrations)

    places = [(one.kind, one.object, _place(one.first), _place(one.second)) for one in found]
    assert sorted(places) == sorted(case.expected)
    assert [one for conflict in found for one in conflict.differences] == case.differences


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_explanation_names_both_files_and_what_a_fresh_database_does(path: Path) -> None:
    for conflict in conflicts(read(path).migrations):
        assert conflict.first[0] in conflict.explanation
        assert conflict.second[0] in conflict.explanation
        assert conflict.remedy.endswith(".")
        assert conflict.first_text
        assert conflict.second_text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_real_server_fails_where_a_conflict_says_so_and_nowhere_else(path: Path, database: str) -> None:
    case = read(path)
    failures = []
    with psycopg.connect(database, autocommit=True) as connection:
        for migration in case.migrations:
            for statement in parse(migration.sql):
                try:
                    connection.execute(statement.text)
                except psycopg.Error as error:
                    failures.append((migration.path, error.sqlstate))

    assert sorted(failures) == sorted(case.failures)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_sqlstate_is_in_the_explanation(path: Path) -> None:
    case = read(path)
    found = conflicts(case.migrations)

    said = [
        (conflict.second[0], re.findall(r"\((4\w{4})\), and no later", conflict.explanation)[0])
        for conflict in found
        if "no later migration runs" in conflict.explanation
    ]
    assert sorted(said) == sorted(case.failures)
