"""The baseline: what it holds, and that a file's lines do not matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import ConfigError
from docgen.lint import baseline
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration


def findings(sql: str) -> tuple[Finding, ...]:
    return lint([Migration(version="1", name="", path="1.sql", sql=sql, digest="")])


def test_a_baseline_knows_statements_wherever_they_move(tmp_path: Path) -> None:
    file = tmp_path / baseline.FILE_NAME
    file.write_text(baseline.text(findings("CREATE TABLE a (x int);\nCREATE TABLE b (x int);")))
    moved = findings("\n\nCREATE TABLE c (x int);\nCREATE  TABLE a\n(x int);")
    marked = baseline.mark(moved, baseline.read(file))
    assert [(one.object, one.known) for one in marked] == [("c", False), ("a", True)]


def test_a_baseline_counts(tmp_path: Path) -> None:
    file = tmp_path / baseline.FILE_NAME
    once = "CREATE INDEX ON t (a);"
    file.write_text(baseline.text(findings(once)))
    marked = baseline.mark(findings(once + once), baseline.read(file))
    assert [one.known for one in marked if one.rule == "unnamed-index"] == [True, False]
    twice = baseline.text([*findings(once), *findings(once)])
    assert '"count":2' in twice


def test_a_baseline_is_sorted_and_stable() -> None:
    found = findings("CREATE TABLE b (x int);\nCREATE TABLE a (x int);")
    assert baseline.text(found) == baseline.text(tuple(reversed(found)))
    assert baseline.text(()) == '{"version": 1, "findings": []}\n'


def test_what_is_no_baseline_is_refused(tmp_path: Path) -> None:
    assert baseline.read(tmp_path / "missing.json") == {}
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(ConfigError):
        baseline.read(tmp_path / "other.json")
    (tmp_path / "newer.json").write_text('{"version": 2, "findings": []}')
    with pytest.raises(ConfigError) as raised:
        baseline.read(tmp_path / "newer.json")
    assert "version 2" in raised.value.message
