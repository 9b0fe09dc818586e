"""The reports: one finding in each format."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]

from docgen.model.finding import Edit, Finding, Fix
from docgen.reporters import github, text
from docgen.reporters import json as json_report
from docgen.reporters.summary import Summary

FINDING = Finding(
    rule="table-without-guard",
    family="rerun",
    severity="error",
    message='On the second run this fails: table "a%b" already exists (SQLSTATE 42P07).',
    remedy="Write CREATE TABLE IF NOT EXISTS.",
    file="db/a,b:1.sql",
    line=2,
    column=3,
    end_line=2,
    end_column=24,
    statement="CREATE TABLE",
    object="a%b",
    sqlstate="42P07",
    fix=Fix(title="guard it", edits=(Edit(start=2, end=3, text="x"),), safe=True),
)
SOURCES = {"db/a,b:1.sql": "-- a\n\t CREATE TABLE t (i int); \x1b[31m"}
SUMMARY = Summary(files=1, statements=2, known=3)


def test_text_shows_the_line_with_a_caret() -> None:
    assert text.report([FINDING], SOURCES, SUMMARY) == (
        'db/a,b:1.sql:2:3: error: On the second run this fails: table "a%b" already exists (SQLSTATE 42P07).'
        " [table-without-guard]\n"
        "  2 |   CREATE TABLE t (i int); \ufffd[31m\n"
        "    |   ^^^^^^^^^^^^^^^^^^^^^\n"
        "  instead: Write CREATE TABLE IF NOT EXISTS. (--fix)\n"
        "\n"
        "found 1 error in 1 file, 2 statements; 3 known to the baseline; 1 fixable with --fix\n"
    )


def test_text_without_findings_says_so() -> None:
    assert text.report([], {}, Summary(files=2)) == "fine: nothing found in 2 files, 0 statements\n"


def test_text_counts_the_rules_when_asked() -> None:
    report = text.report([FINDING, FINDING], SOURCES, Summary(statistics=True))
    assert "2 error   table-without-guard\n" in report


def test_colour_is_only_for_terminals() -> None:
    assert "\x1b[" not in text.report([FINDING], SOURCES, SUMMARY)
    assert "\x1b[" in text.report([FINDING], SOURCES, Summary(colour=True))


def test_json_is_as_the_schema_says() -> None:
    report = json.loads(json_report.report([FINDING], SOURCES, SUMMARY))
    jsonschema.validate(report, json_report.SCHEMA)
    assert list(report) == ["version", "files", "statements", "findings"]
    assert report["findings"][0] == {
        "rule": "table-without-guard",
        "family": "rerun",
        "severity": "error",
        "file": "db/a,b:1.sql",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 24,
        "statement": "CREATE TABLE",
        "object": "a%b",
        "sqlstate": "42P07",
        "message": f"{FINDING.message} {FINDING.remedy}",
        "fix": {"title": "guard it", "edits": [{"start": 2, "end": 3, "text": "x"}], "safe": True},
    }


def test_the_published_schema_is_fresh() -> None:
    published = Path(__file__).parents[2] / "docs/reference/lint.schema.json"
    assert published.read_text(encoding="utf-8") == json_report.schema()


def test_json_takes_text_that_is_no_utf8() -> None:
    odd = Finding(rule="r", family="rerun", severity="info", message="\ud800", line=1, column=1)
    assert json.loads(json_report.report([odd], {}, SUMMARY))["findings"][0]["message"] == "?"


def test_github_escapes_what_its_commands_mean() -> None:
    assert github.report([FINDING], SOURCES, SUMMARY).splitlines()[0] == (
        "::error file=db/a%2Cb%3A1.sql,line=2,endLine=2,col=3,endColumn=24,title=table-without-guard::"
        'On the second run this fails: table "a%25b" already exists (SQLSTATE 42P07). Write CREATE TABLE IF NOT EXISTS.'
    )


def test_github_names_no_columns_over_several_lines() -> None:
    long = Finding(rule="r", family="data", severity="warning", message="a\nb", file="f", line=1, end_line=3)
    assert github.report([long], {}, SUMMARY).splitlines()[0] == "::warning file=f,line=1,endLine=3,title=r::a%0Ab"
