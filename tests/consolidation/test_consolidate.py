"""docgen consolidate: what is carried, what must be decided, what stops it, and that nothing is lost."""

from __future__ import annotations

import fcntl
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from docgen.consolidation import write as writing
from docgen.consolidation.proofs import Proofs
from docgen.consolidation.study import Range, Study
from docgen.disk.atomic import write_whole
from docgen.errors import OutputError
from docgen.model.catalog import Catalog
from docgen.model.consolidation import State
from docgen.model.migration import Migration
from docgen.model.proof import Fingerprint
from docgen.postgres.replay.shadow import Shadow, ShadowOptions
from docgen.read.project import LIBPQ
from docgen.sources.convention import successor
from tests.consolidation.chain import chain, consolidate, written

MIGRATIONS = {
    "20250101000000_start.sql": """
create type mood as enum ('sad');
create table people (id bigint generated always as identity primary key, name text not null, mood mood default 'sad');
insert into people (name) values ('Ada'), ('Grace');
""",
    "20250102000000_keys.sql": """
create table keys (id uuid primary key default gen_random_uuid(), made_at timestamptz not null);
create table uses (key_id uuid references keys, note text);
insert into keys (made_at) values (now());
insert into uses select id, 'it''s \\ first' from keys;
create table passing (id int);
insert into passing values (1);
""",
    "20250103000000_change.sql": """
alter type mood add value 'glad';
alter table people rename column name to full_name;
update people set full_name = upper(full_name);
drop table passing;
delete from people where full_name = 'nobody';
create cast (mood as int) with inout;
create index people_name on people (full_name);
comment on table people is 'They.';
""",
}


@pytest.fixture(autouse=True)
def no_database_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_rows_renames_and_what_the_catalog_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = chain(tmp_path, MIGRATIONS)
    assert consolidate(root, "--write") == 0
    said = capsys.readouterr().out
    assert "passed: from every state of the chain it ends at the same schema and rows (2 states)" in said
    assert "passed: docgen prove finds it idempotent" in said
    assert "20250102000000_keys.sql:7 superseded: passing is dropped or renamed later" in said
    text = written(root)
    assert "  (1, 'ADA', 'sad'),\n  (2, 'GRACE', 'sad')\n" in text
    assert "CREATE TABLE IF NOT EXISTS public.people (" in text
    assert "CREATE CAST (public.mood AS integer) WITH INOUT;" in text
    assert "PERFORM setval('public.people_id_seq', 2);" in text


def test_it_plans_without_writing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = chain(tmp_path, MIGRATIONS)
    before = tree(root)
    assert consolidate(root) == 0
    said = capsys.readouterr().out
    assert "before it: supabase/migrations/20250103000001_together_labels.sql" in said
    assert "new: supabase/migrations/20250103000002_together.sql" in said
    assert before == tree(root)


def test_a_new_file_that_takes_rows_away_fails_its_proof() -> None:
    text = "create table if not exists t (id int primary key);\ndelete from t;\n"
    new = Migration(version="2", name="new", path="2_new.sql", sql=text, digest="")
    nothing = State(catalog=Catalog(), fingerprint=Fingerprint())
    study = Study(ShadowOptions(), nothing, nothing, nothing, Shadow("", "", 18), (), {}, ())
    found = Proofs(study, Range((), (), ()), "plain", [new], {}).by_a_second_run()
    assert (found.passed, found.detail) == (
        False,
        "2_new.sql a second run destroys rows: 1 row that was in public.t lost",
    )


def test_an_open_decision_and_how_it_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "20250101000000_a.sql": "create table t (id int primary key);",
        "20250102000000_b.sql": "create table t (id int);\nselect pg_notify('jobs', 'moved');",
    }
    root = chain(tmp_path / "open", files)
    before = tree(root)
    assert consolidate(root, "--write") == 1
    said = capsys.readouterr().out
    assert '  statement = "supabase/migrations/20250102000000_b.sql:1"' in said
    assert "20250102000000_b.sql:2 reaches outside of the database" in said
    assert before == tree(root)
    decisions = "\n".join(
        f'[[consolidate.decisions]]\nstatement = "20250102000000_b.sql:{line}"\ndecision = "drop"\nreason = "Old."'
        for line in (1, 2)
    )
    root = chain(tmp_path / "taken", files, decisions)
    assert consolidate(root, "--write", "--leave") == 0
    assert {*files, "20250102000001_together.sql"} == {path.name for path in root.rglob("*.sql")}


def test_a_decision_on_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decision = '[[consolidate.decisions]]\nstatement = "gone.sql:1"\ndecision = "drop"\nreason = "Old."'
    assert consolidate(chain(tmp_path, MIGRATIONS, decision)) == 2
    assert "gone.sql:1, which is no statement of the archived migrations" in capsys.readouterr().err


def test_a_part_of_the_chain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "20250101000000_a.sql": "create table a (id int);",
        "20250102000000_b.sql": "create table b (id int); insert into b values (1);",
        "20250103000000_c.sql": "alter table a add column b int default 3; create view v as select id from a;",
        "20250103000001_d.sql": "create table d (id int);",
    }
    root = chain(tmp_path, files)
    assert consolidate(root, "--write", "--from", "20250102000000", "--to", "20250103000000") == 0
    kept = {path.name for path in (root / "supabase" / "migrations").iterdir()}
    # There is no version between the last one and the next: the new file takes the last one's.
    assert {"20250101000000_a.sql", "20250103000000_together.sql", "20250103000001_d.sql"} == kept
    assert "CREATE TABLE IF NOT EXISTS public.a" not in written(root)
    assert "ALTER TABLE public.a ADD COLUMN IF NOT EXISTS b integer DEFAULT 3;" in written(root)


def test_what_hangs_on_the_history_table(tmp_path: Path) -> None:
    files = {
        "20250101000000_a.sql": """
create function refuse() returns trigger language plpgsql as $$ begin raise 'use our own runner'; end $$;
create trigger ours before insert on supabase_migrations.schema_migrations execute function refuse();
""",
        "20250102000000_b.sql": "create table t (id int);",
    }
    root = chain(tmp_path, files)
    assert consolidate(root, "--write") == 0
    assert "CREATE OR REPLACE TRIGGER ours BEFORE INSERT ON supabase_migrations.schema_migrations" in written(root)


@pytest.mark.parametrize(
    ("tool", "last", "following", "after", "version"),
    [
        ("supabase", "m/20250102000000_b.sql", "", "m/20250102000001_together.sql", "20250102000001"),
        ("supabase", "m/2025010200_b.sql", "m/2025010201_c.sql", "m/2025010200_together.sql", "2025010200"),
        ("prisma", "m/20250102000000_b/migration.sql", "m/20250103000000_c/migration.sql",
         "m/20250102000001_together/migration.sql", "20250102000001_together"),
        ("golang-migrate", "m/000099_b.up.sql", "", "m/000100_together.up.sql", "100"),
        ("diesel", "m/2025-01-02-000000_b/up.sql", "", "m/2025-01-02-000001_together/up.sql", "20250102000001"),
        ("sqlx", "20250102_b.sql", "", "20250103_together.sql", "20250103"),
        ("flyway", "m/V1.1__b.sql", "", "m/V1.2__together.sql", "1.2"),
        ("goose", "m/00002_b.sql", "", "m/00003_together.sql", "3"),
        ("dbmate", "m/2_b.sql", "m/3_c.sql", "m/2_together.sql", "2"),
        ("plain", "m/007-b.sql", "", "m/008_together.sql", "008"),
        ("drizzle", "m/0007_b.sql", "", "m/0008_together.sql", "1700000000001"),
    ],
)  # fmt: skip
def test_how_each_tool_would_call_it(tool: str, last: str, following: str, after: str, version: str) -> None:
    def migration(path: str) -> Migration:
        return Migration(version="1700000000000", name="", path=path, sql="", digest="")

    new = successor(tool, migration(last), migration(following) if following else None, "together")
    assert (after, version) == (new.path, new.version)


def test_tools_without_a_history_and_with_marks(tmp_path: Path) -> None:
    for tool, mark, end in (("goose", "-- +goose Up\n", "-- +goose StatementEnd\n"), ("plain", "", "COMMIT;\n")):
        files = {"1_a.sql": f"{mark}create table a (id int);\n", "2_b.sql": f"{mark}create table b (id int);\n"}
        root = chain(tmp_path / tool, files, tool=tool)
        assert consolidate(root, "--write") == 0
        text = written(root)
        assert (text.startswith(mark), text.endswith(end)) == (True, True)
    assert consolidate(root) == 2  # one migration is left: nothing to put together


def test_an_archive_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = chain(tmp_path, MIGRATIONS)
    (root / "supabase" / "migrations_archive" / "together").mkdir(parents=True)
    before = tree(root)
    assert consolidate(root, "--write") == 2
    assert "is there already: nothing was written" in capsys.readouterr().err
    assert before == tree(root)


def test_two_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = chain(tmp_path, MIGRATIONS)
    handle = os.open(root / "supabase" / "migrations", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert consolidate(root, "--write") == 2
    os.close(handle)
    assert "another docgen consolidates" in capsys.readouterr().err


def test_a_disk_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = chain(tmp_path, {**MIGRATIONS})
    before = tree(root)

    def full(path: Path, text: str) -> None:
        raise OutputError(f"cannot write {path}: No space left on device")

    monkeypatch.setattr(writing, "write_whole", full)
    assert consolidate(root, "--write") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert before == tree(root)
    # The archive's place is a file: it cannot be made.
    monkeypatch.setattr(writing, "write_whole", write_whole)
    (root / "occupied").write_text("")
    assert consolidate(root, "--write", "--archive", str(root / "occupied" / "archive")) == 2
    assert {**before, "occupied": b""} == tree(root)


@pytest.mark.parametrize("what", ["archive", "migration"])
def test_a_disk_that_fills_while_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """The limit on a file's size refuses the write in the same call as a full disk does."""
    root = chain(tmp_path, {**MIGRATIONS})
    before = tree(root)
    step = {"archive": "_store", "migration": "_new_file"}[what]
    whole = getattr(writing, step)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def filling(*arguments: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, usual[1]))
        try:
            return whole(*arguments)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    monkeypatch.setattr(writing, step, filling)
    assert consolidate(root, "--write") == 2
    said = capsys.readouterr().err
    assert "File too large" in said
    assert "Nothing was changed" in said
    assert tree(root) == before
    assert not (root / "supabase" / "migrations_archive").exists()


def test_wrong_names_and_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = chain(tmp_path, MIGRATIONS)
    assert consolidate(root, "--from", "20240101000000") == 2
    assert "no migration with the version 20240101000000" in capsys.readouterr().err
    assert consolidate(root, "--name", "../up") == 2


def test_plain_files_have_no_history_that_older_databases_could_be_told_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"1_a.sql": "create table a (b int);\n", "2_c.sql": "alter table a rename column b to c;\n"}
    code = consolidate(chain(tmp_path, files, tool="plain"))
    told = capsys.readouterr().out
    assert "FAILED: from every state of the chain" in told
    assert "where a tool runs them, name it with source in docgen.toml" in told
    assert code == 1
