"""Whole files run a second time: the server says what the case says, and lint says what the server says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest

from docgen.lint.run import lint
from docgen.model.migration import Migration

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases/lint/second-runs.toml").read_text(encoding="utf-8")
)["case"]
NAMES = [case["name"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_lint_says_what_the_case_says(case: dict[str, Any]) -> None:
    text, places = "", []
    for statement, _ in case["statements"]:
        places.append(text.count("\n") + 1)
        text += f"{statement};\n"
    files = {"1.sql": case["setup"], "2.sql": text}
    migrations = [Migration(version=path, name=path, path=path, sql=sql, digest="") for path, sql in files.items()]
    found = {
        one.line: one.sqlstate
        for one in lint(migrations)
        if one.file == "2.sql" and one.severity == "error" and one.family == "rerun"
    }
    assert [found.get(line, "") for line in places] == [state for _, state in case["statements"]]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_server_says_what_the_case_says(case: dict[str, Any], database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(case["setup"].encode())
        for statement, _ in case["statements"]:
            connection.execute(statement.encode())
        connection.execute("discard temp")
        states = [state_of(connection, statement) for statement, _ in case["statements"]]
    assert states == [state for _, state in case["statements"]]


def state_of(connection: psycopg.Connection[Any], statement: str) -> str:
    """The SQLSTATE that the server raises, "" for a statement that runs."""
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate or ""
    return ""
