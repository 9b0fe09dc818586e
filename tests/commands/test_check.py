"""docgen check: fresh, stale in the terms of the schema, new lint errors, formats."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from docgen.read.project import LIBPQ
from tests.commands.shop import docgen, migrate, output_of, shop, tree


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)
    root = shop(tmp_path)
    assert docgen(root, "build", "--quiet") == 0
    return root


def test_fresh(built: Path) -> None:
    before = tree(built)
    code, said = output_of(built, "check")
    assert (code, said) == (0, f"docs/database is fresh ({len(before) - 1} files)\n")
    assert tree(built) == before


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("docs/database/README.md", "by hand"),
        ("docs/database/schema.json", None),
        ("templates/relation.md.j2", "{{ relation.id }}"),
        ("docgen.toml", 'title = "Another"\nsource = "plain"\ntemplates = "templates"\n'),
    ],
)
def test_the_last_answer_holds_only_for_what_is_as_it_was(built: Path, kept: bool, file: str, text: str | None) -> None:
    (built / "templates").mkdir()
    (built / "docgen.toml").write_text('title = "Shop"\nsource = "plain"\ntemplates = "templates"\n')
    assert docgen(built, "build", "--quiet") == 0
    if not kept:
        shutil.rmtree(built / ".docgen_cache")
    assert output_of(built, "check")[0] == 0
    assert docgen(built, "check") == 0
    before = (built / file).read_bytes() if (built / file).exists() else None
    (built / file).write_bytes((before or b"").replace(b"customers", b"clients") if text is None else text.encode())
    assert output_of(built, "check")[0] == 1
    (built / file).write_bytes(before) if before is not None else (built / file).unlink()
    assert output_of(built, "check")[0] == 0


def test_no_documentation_yet(tmp_path: Path) -> None:
    code, said = output_of(shop(tmp_path), "check")
    assert (code, said) == (
        1,
        "docs/database is stale:\n  there is no documentation yet\nrun docgen build\n",
    )


def test_a_new_column_is_named(built: Path) -> None:
    migrate(built, "0031_add_vat.sql", "alter table orders add column if not exists vat numeric;\n")
    code, said = output_of(built, "check")
    assert code == 1
    assert "  orders.vat, added by 0031_add_vat.sql, is not documented\n" in said
    assert "run docgen build\n" in said


def test_an_edited_and_a_missing_page(built: Path) -> None:
    docs = built / "docs/database"
    (docs / "README.md").write_text("by hand")
    (docs / "tables/public.orders.md").unlink()
    code, said = output_of(built, "check", "--diff")
    assert code == 1
    assert "1 file changed: README.md\n" in said
    assert "1 file missing: tables/public.orders.md\n" in said
    assert "-by hand" in said


def test_a_note_makes_its_page_stale(built: Path) -> None:
    note = built / "docs/database/notes/tables/public.orders.md"
    note.parent.mkdir(parents=True)
    note.write_text("Remember.\n")
    code, said = output_of(built, "check")
    assert code == 1
    assert "the note tables/public.orders.md was written since the last build" in said


def test_a_new_migration_that_cannot_run_twice(built: Path) -> None:
    migrate(built, "0003_carts.sql", "create table carts (id int primary key);\n")
    assert docgen(built, "build", "--quiet") == 0
    code, said = output_of(built, "check")
    assert code == 1
    assert "migrations/0003_carts.sql:1:1: " in said
    assert "stale" not in said


def test_json(built: Path) -> None:
    code, said = output_of(built, "check", "--format", "json")
    assert (code, json.loads(said)["fresh"]) == (0, True)
    migrate(built, "0003_carts.sql", "create table carts (id int primary key);\n")
    code, said = output_of(built, "check", "--format", "json")
    found = json.loads(said)
    assert (code, found["fresh"]) == (1, False)
    assert [(one["file"], one["line"]) for one in found["findings"]] == [("migrations/0003_carts.sql", 1)]
    assert found["reasons"] == ["carts, created by 0003_carts.sql, is not documented"]


def test_github(built: Path) -> None:
    migrate(built, "0003_carts.sql", "create table carts (id int primary key);\n")
    code, said = output_of(built, "check", "--format", "github")
    assert code == 1
    assert all(line.startswith("::error ") for line in said.splitlines())
    assert "file=migrations/0003_carts.sql,line=1,col=1," in said


def test_replay_finds_what_the_snapshot_lacks(built: Path) -> None:
    snapshot = built / "docs/database/schema.json"
    text = snapshot.read_text()
    assert output_of(built, "check", "--replay")[0] == 0
    snapshot.write_text(text.replace('"comment":"What customers bought."', '"comment":"What they bought."'))
    code, said = output_of(built, "check", "--replay")
    assert code == 1
    assert "public.orders" in said


def test_a_broken_snapshot(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (built / "docs/database/schema.json").write_text("<<<<<<< ours\n")
    assert docgen(built, "check") == 2
    assert "schema.json" in capsys.readouterr().err


def test_live_needs_a_database(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docgen(built, "check", "--live") == 2
    assert "DATABASE_URL" in capsys.readouterr().err
