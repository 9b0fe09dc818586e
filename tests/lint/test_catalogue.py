"""The catalogue of statements that a server ran twice: lint says what the server said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration

CASES: list[dict[str, Any]] = [
    msgspec.json.decode(line)
    for line in (Path(__file__).parents[1] / "cases/lint/rerun-cases.jsonl").read_bytes().splitlines()
]
# What lint says otherwise, each with its reason.
OTHERWISE = {
    "misc.call": "a procedure call: only a server knows what it does",
    "table.create.temp": "the case is one session twice: lint's second run is a session of its own",
    "x.copy.like": "a warning of the data family: whether a query's rows meet a key depends on the data",
    "syn.alterft.ie": "the case has no such table: with one, the second run does raise",
    "syn.renschema.view": "the case has no such view: with one, the second run does raise",
}


def found_in(case: dict[str, Any]) -> list[Finding]:
    files = {"1.sql": case["setup"], "2.sql": case["statements"]}
    migrations = [
        Migration(version=path, name=path, path=path, sql="".join(f"{one};\n" for one in sql), digest="")
        for path, sql in files.items()
    ]
    return [one for one in lint(migrations) if one.file == "2.sql"]


def says(case: dict[str, Any]) -> bool:
    """Whether lint says of the case what the server said."""
    findings = found_in(case)
    raising = {one.sqlstate for one in findings if one.severity == "error" and one.family not in ("chain", "mask")}
    errors = [one for one in findings if one.severity == "error" and one.family in ("rerun", "handler", "duplicate")]
    match case["verdict"]:
        case "raises":
            return case["second"][0] in raising
        case "no-op" | "redo":
            return not errors
        case "changes":
            return any(one.family in ("duplicate", "data", "clobber") for one in findings)
        case "invalid-syntax":
            return any(one.family == "syntax" for one in findings)
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_lint_says_what_the_server_said(case: dict[str, Any]) -> None:
    assert says(case) == (case["id"] not in OTHERWISE)


def test_every_invented_form_is_named() -> None:
    plain = {case["id"] for case in CASES if {one.rule for one in found_in(case)} == {"syntax-error"}}
    invented = {case["id"] for case in CASES if case["verdict"] == "invalid-syntax"}
    assert sorted(plain & invented) == []
