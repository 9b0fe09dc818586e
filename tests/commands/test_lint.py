"""docgen lint and docgen rule as one types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.cli import run

BAD = "CREATE TABLE t (a int);\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def write(path: str, text: str = BAD) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def report(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, int]]:
    found = json.loads(capsys.readouterr().out)["findings"]
    return [(one["file"], one["rule"], one["line"]) for one in found]


def test_a_folder_is_named_as_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    write("db/migrations/001_a.sql")
    assert run(["lint", "--format", "json", "./db/migrations"]) == 1
    assert report(capsys) == [("./db/migrations/001_a.sql", "table-without-guard", 1)]


def test_without_a_path_the_project_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_a.sql")
    assert run(["lint", "--format", "json"]) == 1
    assert report(capsys) == [("migrations/001_a.sql", "table-without-guard", 1)]


def test_without_a_path_every_folder_of_a_monorepo_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("apps/shop/migrations", "apps/mail/migrations", "apps/visits/clickhouse/migrations"):
        write(f"{folder}/1_a.sql")
    assert run(["lint", "--format", "json"]) == 1
    assert [file for file, _, _ in report(capsys)] == ["apps/mail/migrations/1_a.sql", "apps/shop/migrations/1_a.sql"]
    assert run(["build"]) == 2
    assert "several folders hold migrations: apps/mail/migrations, apps/shop/migrations" in capsys.readouterr().err


def test_a_file_is_judged_among_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_a.sql", "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY);")
    write("migrations/002_b.sql", "INSERT INTO t VALUES (1);")
    assert run(["lint", "--format", "json", "migrations/002_b.sql"]) == 1
    assert report(capsys) == [("migrations/002_b.sql", "insert-without-conflict", 1)]


def test_the_baseline_makes_it_green(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_a.sql")
    assert run(["lint", "--write-baseline"]) == 0
    assert run(["lint"]) == 0
    write("migrations/002_b.sql", "CREATE TABLE u (a int);")
    capsys.readouterr()
    assert run(["lint", "--format", "json"]) == 1
    assert report(capsys) == [("migrations/002_b.sql", "table-without-guard", 1)]


def test_warnings_are_errors_only_when_strict() -> None:
    write("migrations/001_a.sql", "INSERT INTO notes (note) VALUES ('x');")
    assert run(["lint"]) == 0
    assert run(["lint", "--strict"]) == 1
    assert run(["lint", "--strict", "--ignore", "data"]) == 0


def test_the_configuration_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    write("sql/001_a.sql")
    write("docgen.toml", 'migrations = "sql"\n[lint.severity]\nrerun = "warning"\n')
    assert run(["lint", "--format", "json"]) == 0
    assert report(capsys) == [("sql/001_a.sql", "table-without-guard", 1)]


@pytest.mark.parametrize(
    "arguments",
    [["lint"], ["lint", "missing.sql"], ["lint", "--select", "nonsense"], ["rule", "nonsense"], ["lint", "-x"]],
)
def test_what_cannot_run_is_exit_code_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_a.sql")
    assert run(["lint", "--output", "report.txt"]) == 1
    assert capsys.readouterr().out == ""
    assert "table-without-guard" in Path("report.txt").read_text()


def test_a_workflow_gets_annotations(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write("migrations/001_a.sql")
    run(["lint"])
    assert capsys.readouterr().out.startswith("::error file=migrations/001_a.sql,line=1")


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "table-without-guard"]) == 0
    assert "CREATE TABLE IF NOT EXISTS" in capsys.readouterr().out
    assert run(["rule"]) == 0
    assert "table-without-guard" in capsys.readouterr().out


def test_lint_loads_no_heavy_library() -> None:
    write("migrations/001_a.sql")
    write("docgen.toml", 'migrations = "migrations"\n')
    heavy = {"psycopg", "jinja2", "sqlglot", "pydantic", "postgast", "google.protobuf", "rich"}
    program = f"import sys; from docgen.cli import run; run(['lint']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
