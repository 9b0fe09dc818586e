"""docgen prove --record: what is kept, when it no longer holds, what the pages and the check say of it."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from docgen.config.workspace import load
from docgen.disk.one_writer import in_turn
from docgen.model.proof import FileProof
from docgen.model.proof_file import json_schema
from docgen.read.project import LIBPQ, read_migrations
from docgen.read.proof_verdicts import Terms, renew
from tests.commands.shop import docgen, migrate, output_of, shop

RECORD = "docgen-proof.json"
LOG = "docs/database/migrations/migration-log.md"
STATUS = "docs/database/SCHEMA-STATUS.md"
PLAN = "docs/database/migrations/troubleshooting.md"
TWICE = "create table notes (id int primary key);\ncreate index if not exists notes_idx on notes (id);\n"
SEED = "insert into notes (id) select coalesce(max(id), 0) + 1 from notes;\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)
    root = shop(tmp_path)
    migrate(root, "0041_notes.sql", TWICE)
    migrate(root, "0042_seed.sql", SEED)
    return root


def verdicts(root: Path) -> dict[str, str]:
    lines = json.loads((root / RECORD).read_text())["files"]
    return {one["file"].rpartition("/")[2]: one["verdict"] for one in lines}


def test_the_record_its_form_and_its_bytes(project: Path) -> None:
    assert docgen(project, "prove", "--record") == 1
    text = (project / RECORD).read_text()
    document = json.loads(text)
    jsonschema.validate(document, json_schema())
    assert [line.count('"file":') for line in text.splitlines()[3:-2]] == [1] * len(document["files"])
    assert [one["file"] for one in document["files"]] == sorted(one["file"] for one in document["files"])
    notes, seed = document["files"][-2:]
    assert (notes["verdict"], notes["findings"]) == (
        "raises",
        [{"says": 'relation "notes" already exists [42P07]', "line": 1}],
    )
    assert (seed["verdict"], seed["findings"]) == (
        "changes-rows",
        [{"says": "1 row more in public.notes", "object": "public.notes"}],
    )
    written = (project / RECORD).stat().st_mtime_ns
    docgen(project, "prove", "--record", "--jobs", "2")
    assert ((project / RECORD).read_text(), (project / RECORD).stat().st_mtime_ns) == (text, written)


def test_a_part_of_the_chain_renews_its_own_lines(project: Path) -> None:
    docgen(project, "prove", "--record")
    before = verdicts(project)
    migrate(project, "0041_notes.sql", TWICE.replace("create table", "create table if not exists"))
    assert docgen(project, "prove", "--record", "migrations/0041_notes.sql") == 0
    assert verdicts(project) == before | {"0041_notes.sql": "idempotent"}
    (project / "migrations/0042_seed.sql").unlink()
    docgen(project, "prove", "--record", "migrations/0041_notes.sql")
    assert sorted(verdicts(project)) == sorted(set(before) - {"0042_seed.sql"})


def test_two_proofs_that_end_at_once_keep_each_others_lines(project: Path) -> None:
    docgen(project, "prove", "--record")
    others, workspace = (project / RECORD).read_text(), load(project)
    migrations = read_migrations(workspace).migrations
    mine = {migrations[-1].path: FileProof(file=migrations[-1].path, verdict="idempotent")}
    before = verdicts(project)
    (project / RECORD).unlink()
    with ThreadPoolExecutor(1) as pool:
        with in_turn(project):
            waiting = pool.submit(renew, workspace, migrations, mine, Terms("file", 18, "the same"))
            (project / RECORD).write_text(others)
        assert waiting.result() == len(before)
    assert verdicts(project) == before | {"0042_seed.sql": "idempotent"}


def test_only_migrations_of_the_project_are_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "elsewhere").mkdir()
    (project / "elsewhere/1.sql").write_text("select 1;\n")
    assert docgen(project, "prove", "--record", "elsewhere") == 2
    assert "elsewhere holds none of the project's migrations" in capsys.readouterr().err
    assert not (project / RECORD).exists()


def test_pages_and_check_follow_the_record(project: Path) -> None:
    docgen(project, "prove", "--record")
    assert docgen(project, "build", "--quiet") == 0
    assert (project / LOG).read_text().count("Proof: ❌ a second run fails (PostgreSQL 18)") == 1
    assert "0042_seed.sql" in (project / STATUS).read_text().partition("## Second runs")[2].partition("\n## ")[0]
    assert "note:" not in output_of(project, "check")[1]

    migrate(project, "0041_notes.sql", TWICE + "-- said later\n")
    migrate(project, "0043_late.sql", "select 1;\n")
    code, said = output_of(project, "check")
    note = "note: verdicts of docgen prove that"
    remedy = "docgen prove --record renews them\n"
    assert code == 1
    assert f"{note} no longer belong to their files: 0041_notes.sql, 0042_seed.sql; {remedy}" in said
    assert f"{note} are missing: 0043_late.sql; {remedy}" in said
    assert docgen(project, "build", "--quiet") == 0
    assert "a second run fails" not in (project / LOG).read_text()
    assert (project / LOG).read_text().count("Proof: ❔ not proved as it is now") == 2


def test_a_record_that_cannot_be_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / RECORD).write_text('{"version": 1, "files": [{"file": "a.sql"}]}')
    assert docgen(project, "build") == 2
    said = capsys.readouterr().err
    assert "docgen-proof.json holds no verdicts that this docgen reads" in said
    assert "docgen prove --record" in said


def plan_of(root: Path) -> dict[str, str]:
    """The mark of each migration in the rollback plan."""
    text = (root / PLAN).read_text().partition("## Rollback")[2]
    return dict(re.findall(r"<summary>(\S+): (.*)</summary>", text))


def test_a_way_back_is_called_tested_where_this_very_way_was(project: Path) -> None:
    migrate(project, "0043_note.sql", "alter table notes add column note text;\n")
    migrate(project, "0043_note.down.sql", "alter table notes drop column remark;\n")
    assert docgen(project, "build", "--quiet") == 0
    assert not [mark for mark in plan_of(project).values() if "ested" in mark]
    assert "**None of it was run**" in (project / PLAN).read_text()

    assert docgen(project, "prove", "--down", "--record") == 1
    text = (project / RECORD).read_text()
    jsonschema.validate(json.loads(text), json_schema())
    assert docgen(project, "build", "--quiet") == 0
    assert plan_of(project) == {
        "0043_note.sql": "❌ Tested: fails",
        "0042_seed.sql": "⛔ Tested: irreversible",
        "0041_notes.sql": "⚠ Tested: loses data",
        "0002_index.sql": "↩ Tested: reversible",
        "0001_orders.sql": "⚠ Tested: loses data",
    }
    page = (project / PLAN).read_text()
    assert "**All of it was tested**" in page
    assert "- lost: all rows of public.notes" in page
    assert 'of relation "notes" does not exist' in page
    rows = (project / STATUS).read_text().partition("## Ways back")[2].partition("\n## ")[0]
    assert "| ⚠ Tested: loses data | 2 |" in rows
    assert "note:" not in output_of(project, "check")[1]

    # Mended, the way back is another one; what the others rest on is what it was.
    migrate(project, "0043_note.down.sql", "alter table notes drop column note;\n")
    said = output_of(project, "check")[1]
    assert "verdicts of docgen prove --down that no longer belong to their files: 0043_note.sql; " in said
    assert docgen(project, "build", "--quiet") == 0
    assert plan_of(project)["0043_note.sql"] == "⚠ Loses data, not tested as it is now"
    assert plan_of(project)["0041_notes.sql"] == "⚠ Tested: loses data"
    assert "**4 of 5 are tested**" in (project / PLAN).read_text()

    assert docgen(project, "prove", "--down", "--record", "migrations/0043_note.sql") == 0
    assert docgen(project, "build", "--quiet") == 0
    assert plan_of(project)["0043_note.sql"] == "⚠ Tested: loses data"

    # A file before them is another: nothing behind it counts as tested.
    migrate(project, "0002_index.sql", "create index on orders (customer_id);\n")
    assert docgen(project, "build", "--quiet") == 0
    assert [name for name, mark in plan_of(project).items() if "Tested" in mark] == ["0001_orders.sql"]


def test_both_kinds_of_verdicts_keep_each_other(project: Path) -> None:
    docgen(project, "prove", "--record")
    second_runs = json.loads((project / RECORD).read_text())
    docgen(project, "prove", "--down", "--record")
    both = json.loads((project / RECORD).read_text())
    docgen(project, "prove", "--record")
    assert json.loads((project / RECORD).read_text()) == both
    assert {**both, "ways_back": []} == {**second_runs, "ways_back": []}
    assert [one["file"] for one in both["ways_back"]] == [one["file"] for one in both["files"]]
