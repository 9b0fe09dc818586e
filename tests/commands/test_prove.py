"""docgen prove from the command line: what it reads, prints and answers."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from docgen.cli import run
from docgen.reporters.proof.json import DOWN_SCHEMA, SCHEMA

GOOD = "create table if not exists a (id int primary key);\n"
BAD = "-- a second index\ncreate table if not exists b (id int);\ncreate index on b (id);\n"
RAISES = "\ncreate table c (id int);\ncreate table if not exists d (id int);\ncreate type e as enum ('a');\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    for name, text in (("001_good.sql", GOOD), ("002_bad.sql", BAD), ("003_raises.sql", RAISES)):
        (place / name).write_text(text)
    return tmp_path


def test_a_folder_without_any_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["prove", "-C", str(folder), "files", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    change = {"change": "added", "kind": "index", "object": "public.b_id_idx1"}
    change["description"] = "added index public.b_id_idx1"
    quiet: dict[str, list[object]] = {"statements": [], "schema_changes": [], "row_changes": []}
    assert code == 1
    assert document == {
        "version": 1,
        "files": [
            {"file": "files/001_good.sql", "verdict": "idempotent", **quiet},
            {"file": "files/002_bad.sql", "verdict": "changes-schema", **quiet, "schema_changes": [change]},
            {
                "file": "files/003_raises.sql",
                "verdict": "raises",
                **quiet,
                "statements": [
                    {"line": 2, "sqlstate": "42P07", "message": 'relation "c" already exists'},
                    {"line": 4, "sqlstate": "42710", "message": 'type "e" already exists'},
                ],
            },
        ],
    }


def test_the_text_names_what_happened(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-C", str(folder), "files", "--format", "text"]) == 1
    assert capsys.readouterr().out == (
        "files/002_bad.sql: changes-schema: a second run changes the schema again\n"
        "  added index public.b_id_idx1\n"
        "\n"
        "files/003_raises.sql: raises: a second run fails\n"
        '  line 2: relation "c" already exists [42P07]\n'
        '  line 4: type "e" already exists [42710]\n'
        "\n"
        "3 files: 1 idempotent, 1 changes-schema, 1 raises; 6 of 6 statements ran the first time\n"
    )


def test_one_good_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", str(folder / "files" / "001_good.sql"), "--format", "text", "--mode", "all"]) == 0
    assert capsys.readouterr().out == "1 file: 1 idempotent; 1 of 1 statement ran the first time\n"


def test_two_servers_tell_what_one_tells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for jobs in ("1", "2"):
        run(["prove", "-C", str(folder), "files", "--format", "json", "--jobs", jobs])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_annotations_and_junit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["prove", "-C", str(folder), "files", "--format", "github"])
    assert capsys.readouterr().out.splitlines()[:2] == [
        "::error file=files/002_bad.sql,line=1,title=changes-schema::"
        "a second run changes the schema again: added index public.b_id_idx1",
        "::error file=files/003_raises.sql,line=2,title=raises::"
        'a second run fails: relation "c" already exists [42P07]',
    ]
    target = folder / "proof.xml"
    assert run(["prove", "-C", str(folder), "files", "--format", "junit", "--output", str(target)]) == 1
    assert target.read_text().splitlines()[1:5] == [
        '<testsuite name="docgen prove" tests="3" failures="2" errors="0" skipped="0">',
        '  <testcase classname="docgen.prove" name="files/001_good.sql"/>',
        '  <testcase classname="docgen.prove" name="files/002_bad.sql">',
        '    <failure type="changes-schema" message="a second run changes the schema again">'
        "added index public.b_id_idx1</failure>",
    ]


def test_the_setup_of_the_configuration_runs_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "001_a.sql").write_text("alter table given add column if not exists a int;")
    (tmp_path / "docgen.toml").write_text('migrations = "migrations"\n')
    assert run(["prove", "-C", str(tmp_path), "--format", "text"]) == 1
    assert 'line 1: relation "given" does not exist [42P01]' in capsys.readouterr().out
    (tmp_path / "setup.sql").write_text("create table given ();")
    (tmp_path / "docgen.toml").write_text('migrations = "migrations"\n[shadow]\nsetup = ["setup.sql"]\n')
    assert run(["prove", "-C", str(tmp_path), "--format", "text"]) == 0


def test_nothing_to_prove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-C", str(tmp_path)]) == 2
    assert "no folder of migrations found" in capsys.readouterr().err


def test_lint_and_proof_check_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "files"
    place.mkdir()
    never = "insert into a select 1 where current_setting('server_version_num')::int < 0;\n"
    (place / "001_raises.sql").write_text("create table a (id int);\n")
    (place / "002_never.sql").write_text(never)
    (place / "003_hidden.sql").write_text("select lo_create(4711);\n")
    chosen = ("--select", "table-without-guard", "--select", "insert-repeats")
    assert run(["lint", "-C", str(tmp_path), "files", "--prove", "--no-cache", "--format", "json", *chosen]) == 1
    told = capsys.readouterr()
    found = [(one["file"], one["rule"]) for one in json.loads(told.out)["findings"]]
    assert found == [("files/001_raises.sql", "table-without-guard")]
    assert told.err.splitlines()[1:] == [
        "overturned: files/002_never.sql:1: insert-repeats: the second run showed nothing of it",
        "not foretold: files/003_hidden.sql:1: "
        'duplicate key value violates unique constraint "pg_largeobject_metadata_oid_index" [23505]',
        "proved: 1 confirmed, 1 overturned, 0 not of that kind; 1 failures not foretold",
    ]


@pytest.fixture
def both_ways(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    (place / "001_table.sql").write_text("create table a (id int primary key);\n")
    (place / "002_view.sql").write_text("create view v as select id from a;\n")
    (place / "003_type.sql").write_text("create type e as enum ('a');\n")
    (place / "003_type.down.sql").write_text("drop type f;\n")
    return tmp_path


def test_the_way_back_of_every_file(both_ways: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-C", str(both_ways), "files", "--down", "--format", "text"]) == 1
    assert capsys.readouterr().out == (
        "files/001_table.sql: loses-data: the way back leaves the schema as it was, and data is lost (computed)\n"
        "  lost: all rows of public.a\n"
        "\n"
        "files/003_type.sql: fails: the way back fails (its own down side)\n"
        '  drop type f: type "f" does not exist [42704]\n'
        "  added type public.e\n"
        "  added enum value public.e.a\n"
        "\n"
        "3 files: 1 loses-data, 1 reversible, 1 fails; 1 with a down side of its own\n"
    )


def test_the_way_back_for_programs(both_ways: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for jobs in ("1", "2"):
        assert run(["prove", "-C", str(both_ways), "files", "--down", "--format", "json", "--jobs", jobs]) == 1
        told.append(capsys.readouterr().out)
    document = json.loads(told[0])
    jsonschema.validate(document, DOWN_SCHEMA)
    assert told[0] == told[1]
    assert [(one["verdict"], one["own"], one["lost"], one["statements"]) for one in document["files"]] == [
        ("loses-data", False, ["all rows of public.a"], []),
        ("reversible", False, [], []),
        (
            "fails",
            True,
            [],
            [{"statement": "drop type f", "sqlstate": "42704", "message": 'type "f" does not exist'}],
        ),
    ]


def test_the_way_back_for_servers(both_ways: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["prove", "-C", str(both_ways), "files", "--down", "--format", "github"])
    assert capsys.readouterr().out.splitlines()[0] == (
        "::error file=files/003_type.sql,line=1,title=fails::"
        'the way back fails (its own down side): drop type f: type "f" does not exist [42704]'
    )
    run(["prove", "-C", str(both_ways), "files", "--down", "--format", "junit"])
    assert capsys.readouterr().out.splitlines()[1:4] == [
        '<testsuite name="docgen prove" tests="3" failures="1" errors="0" skipped="0">',
        '  <testcase classname="docgen.prove" name="files/001_table.sql"/>',
        '  <testcase classname="docgen.prove" name="files/002_view.sql"/>',
    ]


def test_what_a_way_back_costs_is_no_fault_of_it(both_ways: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-C", str(both_ways), "files/001_table.sql", "--down", "--format", "text"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 file: 1 loses-data; 0 with a down side of their own"


def test_the_way_back_has_no_mode(both_ways: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "-C", str(both_ways), "files", "--down", "--mode", "chain"]) == 2
    assert "--down has no --mode" in capsys.readouterr().err
