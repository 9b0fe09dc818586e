"""The reports for code scanning, merge requests and test results: their form, and identities that stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema  # type: ignore[import-untyped]
import msgspec

from docgen.lint.rule import rules
from docgen.model.finding import Edit, Finding, Fix
from docgen.reporters import gitlab, junit, sarif
from docgen.reporters.summary import Summary

SCHEMA = json.loads((Path(__file__).parents[1] / "cases/reporters/sarif.schema.json").read_text(encoding="utf-8"))
TEXT = "-- ä\nCREATE TABLE t (\n  i int);\n"
FINDING = Finding(
    rule="table-without-guard",
    family="rerun",
    severity="error",
    message='It fails: "a<b&c" exists.',
    remedy="Guard it.",
    file="./db/a b#1.sql",
    line=2,
    column=1,
    end_line=3,
    end_column=9,
    object="a<b&c",
    sqlstate="42P07",
    fix=Fix(title="guard it", edits=(Edit(start=17, end=18, text="IF NOT EXISTS t"),), safe=True),
    fingerprint="0123",
)
SOURCES = {FINDING.file: TEXT}
SUMMARY = Summary(files=2, statements=1)


def moved(finding: Finding, **changes: Any) -> Finding:
    return msgspec.structs.replace(finding, **changes)


def sarif_run(findings: list[Finding], sources: dict[str, str]) -> dict[str, Any]:
    report = json.loads(sarif.report(findings, sources, SUMMARY))
    jsonschema.validate(report, SCHEMA)
    (run,) = report["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_has_place_rule_and_fix() -> None:
    (result,) = sarif_run([FINDING], SOURCES)["results"]
    place = result["locations"][0]["physicalLocation"]
    artifact = {"uri": "db/a%20b%231.sql", "uriBaseId": "%SRCROOT%"}
    assert place == {
        "artifactLocation": artifact,
        "region": {"startLine": 2, "startColumn": 1, "endLine": 3, "endColumn": 9},
    }
    assert (result["level"], result["message"]["text"]) == ("error", 'It fails: "a<b&c" exists. Guard it.')
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change == {
        "artifactLocation": artifact,
        "replacements": [
            {
                "deletedRegion": {"startLine": 2, "startColumn": 13, "endLine": 2, "endColumn": 14},
                "insertedContent": {"text": "IF NOT EXISTS t"},
            }
        ],
    }


def test_sarif_describes_every_rule() -> None:
    run = sarif_run([FINDING], {})
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == [rule.name for rule in rules()]
    (result,) = run["results"]
    assert described[result["ruleIndex"]]["id"] == "table-without-guard"


def test_sarif_takes_odd_names_and_absolute_paths() -> None:
    odd = [moved(FINDING, file="/a/\udcff.sql", message="\ud800", fix=None), moved(FINDING, severity="info", rule="x")]
    found = [result["locations"][0]["physicalLocation"] for result in sarif_run(odd, {})["results"]]
    assert found[0]["artifactLocation"] == {"uri": "file:///a/%FF.sql"}


def test_gitlab_names_what_its_report_must() -> None:
    (issue,) = json.loads(gitlab.report([FINDING], SOURCES, SUMMARY))
    fingerprint = issue.pop("fingerprint")
    assert len(fingerprint) == 32
    assert issue == {
        "description": 'It fails: "a<b&c" exists. Guard it.',
        "check_name": "table-without-guard",
        "severity": "critical",
        "location": {"path": "db/a b#1.sql", "lines": {"begin": 2, "end": 3}},
    }
    assert json.loads(gitlab.report([], {}, SUMMARY)) == []


def test_an_identity_follows_the_statement_not_the_line() -> None:
    def fingerprints(*findings: Finding) -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(gitlab.report(findings, {}, SUMMARY))]

    other = moved(FINDING, fingerprint="4567")
    below = moved(FINDING, line=40, end_line=41, file="db/a b#1.sql")
    assert fingerprints(FINDING) == fingerprints(below)
    assert fingerprints(other, FINDING)[1] == fingerprints(FINDING)[0]
    assert len(set(fingerprints(FINDING, FINDING, other))) == 3


def test_junit_has_a_failed_case_for_each_finding() -> None:
    second = moved(FINDING, file="b.sql", severity="warning", message="\x1b\ufffe")
    tree = ElementTree.fromstring(junit.report([FINDING, second], SOURCES, SUMMARY))
    assert (tree.attrib["tests"], tree.attrib["failures"]) == ("2", "2")
    assert [suite.attrib["name"] for suite in tree] == ["./db/a b#1.sql", "b.sql"]
    failure = tree.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.attrib == {"type": "error", "message": 'It fails: "a<b&c" exists.'}
    assert failure.text == './db/a b#1.sql:2:1: It fails: "a<b&c" exists.\nGuard it.'
    assert [case.attrib["message"] for case in tree.iter("failure")][1] == "\ufffd\ufffd"


def test_junit_of_a_clean_run_is_a_passed_case() -> None:
    tree = ElementTree.fromstring(junit.report([], {}, SUMMARY))
    assert (tree.attrib["tests"], tree.attrib["failures"]) == ("1", "0")
    assert [case.attrib["name"] for case in tree.iter("testcase")] == ["nothing found in 2 files"]
