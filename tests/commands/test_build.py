"""docgen build on a real server: what it writes, keeps, deletes, refuses and says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.read.project import LIBPQ
from tests.commands.shop import MIGRATIONS, docgen, migrate, shop, tree


@pytest.fixture(autouse=True)
def no_database_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def live(database: str) -> Iterator[str]:
    """A database that has the shop's migrations."""
    with psycopg.connect(database, autocommit=True) as connection:
        for sql in MIGRATIONS.values():
            connection.execute(sql.encode())
    yield database


def execute(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.encode())


def test_from_migrations_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path / "a shop")
    assert docgen(root, "build") == 0
    first = tree(root)
    assert {"README.md", "SCHEMA-STATUS.md", "schema.json", "llms.txt", "tables/public.orders.md"} <= first.keys()
    assert "What customers bought." in first["tables/public.orders.md"]
    assert docgen(root, "build") == 0
    assert "nothing changed" in capsys.readouterr().err
    assert tree(root) == first


def test_the_build_cache_may_be_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    for path in (root / ".docgen_cache").iterdir():
        path.unlink()
    first = tree(root)
    assert docgen(root, "build") == 0
    assert tree(root) == first
    assert "unchanged" in capsys.readouterr().err


def test_a_damaged_page_is_not_nothing_changed(tmp_path: Path) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    first = tree(root)
    (root / "docs/database/tables/public.orders.md").unlink()
    assert docgen(root, "build") == 0
    assert tree(root) == first


def test_a_damaged_navigation_is_not_nothing_changed(tmp_path: Path) -> None:
    root = shop(tmp_path)
    site = root / "mkdocs.yml"
    site.write_text("site_name: Shop\nnav:\n  # docgen:navigation\n  # docgen:end\n")
    docgen(root, "build")
    written = site.read_text()
    assert "public.orders.md" in written
    site.write_text(written.replace("public.orders.md", "public.order.md"))
    assert docgen(root, "check") == 1
    assert docgen(root, "build") == 0
    assert site.read_text() == written
    assert docgen(root, "check") == 0


def test_live_and_migrations_give_the_same_objects(tmp_path: Path, live: str) -> None:
    root = shop(tmp_path)
    assert docgen(root, "build") == 0
    replayed = tree(root)
    assert docgen(root, "build", "--database-url", live) == 0
    assert tree(root)["tables/public.orders.md"] == replayed["tables/public.orders.md"]


def test_drift_is_documented(tmp_path: Path, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    execute(live, "alter table orders add column vat numeric(10,2)")
    assert docgen(root, "build", "--database-url", live) == 0
    pages = tree(root)
    assert "numeric(10,2)" in pages["tables/public.orders.md"]
    assert "vat" in pages["migrations/current-state.md"]
    assert "orders.vat is in no migration" in capsys.readouterr().err
    assert docgen(root, "build", "--database-url", live, "--strict") == 1


def test_a_dropped_table_leaves_a_short_page_until_pruned(tmp_path: Path) -> None:
    root = shop(tmp_path)
    migrate(root, "0003_carts.sql", "create table if not exists carts (id int primary key);\n")
    docgen(root, "build")
    before = tree(root)
    migrate(root, "0004_no_carts.sql", "drop table if exists carts;\n")
    assert docgen(root, "build") == 0
    page = tree(root)["tables/public.carts.md"]
    assert page != before["tables/public.carts.md"]
    assert "0004_no_carts.sql" in page
    assert docgen(root, "check") == 0
    assert docgen(root, "build", "--prune") == 0
    assert "tables/public.carts.md" not in tree(root)
    assert docgen(root, "check") == 0


def test_a_snapshot_of_an_older_docgen_is_built_over(tmp_path: Path) -> None:
    root = shop(tmp_path)
    assert docgen(root, "build", "--quiet") == 0
    snapshot = root / "docs" / "database" / "schema.json"
    text = snapshot.read_text()
    snapshot.write_text(text.replace('"version": 3,', '"version": 1,').replace('"unknown": [],\n', ""))
    assert docgen(root, "build", "--quiet", "--force") == 0
    assert snapshot.read_text() == text


def test_a_change_to_one_table_rewrites_its_page_and_its_lines(tmp_path: Path) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    before = tree(root)
    migrate(root, "0003_phone.sql", "alter table customers add column if not exists phone text;\n")
    docgen(root, "build")
    changed = {path for path, text in tree(root).items() if before.get(path) != text}
    assert "tables/public.customers.md" in changed
    assert "tables/public.orders.md" not in changed


def test_an_edited_page_is_refused_and_nothing_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    page = root / "docs/database/tables/public.orders.md"
    page.write_text(page.read_text() + "\nA remark by hand.\n")
    migrate(root, "0003_vat.sql", "alter table orders add column if not exists vat int;\n")
    before = tree(root)
    assert docgen(root, "build") == 2
    message = capsys.readouterr().err
    assert "tables/public.orders.md" in message
    assert "--force" in message
    assert tree(root) == before
    assert docgen(root, "build", "--force") == 0
    assert "A remark by hand." not in tree(root)["tables/public.orders.md"]


def test_notes_are_included_and_asked_for_review(tmp_path: Path) -> None:
    root = shop(tmp_path)
    note = root / "docs/database/notes/tables/public.orders.md"
    note.parent.mkdir(parents=True)
    note.write_text("Orders are **never** deleted by hand.\n")
    docgen(root, "build")
    assert "Orders are **never** deleted by hand." in tree(root)["tables/public.orders.md"]
    assert "public.orders" not in tree(root)["SCHEMA-STATUS.md"].partition("## Notes to review")[2]
    migrate(root, "0003_vat.sql", "alter table orders add column if not exists vat int;\n")
    docgen(root, "build")
    assert "tables/public.orders.md" in tree(root)["SCHEMA-STATUS.md"].partition("## Notes to review")[2]
    assert docgen(root, "build", "--reviewed", "tables/public.orders.md") == 0
    assert "tables/public.orders.md" not in tree(root)["SCHEMA-STATUS.md"].partition("## Notes to review")[2]
    assert docgen(root, "build", "--reviewed", "tables/public.order.md") == 2
    assert note.read_text() == "Orders are **never** deleted by hand.\n"


def test_a_failing_migration_is_reported_and_the_build_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shop(tmp_path)
    migrate(root, "0003_broken.sql", "select 1;\n\ninsert into nowhere values (1);\n")
    assert docgen(root, "build") == 0
    assert "migrations/0003_broken.sql:3: fails on an empty server" in capsys.readouterr().err
    assert "42P01" in tree(root)["migrations/migration-log.md"]


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ("titel = 'x'", ("unknown key 'titel'", "title")),
        ("migrations = 'nowhere'", ("no folder of migrations",)),
        ("[shadow]\nsetup = ['no.sql']", ("no.sql",)),
    ],
)
def test_wrong_configuration(
    tmp_path: Path, configuration: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    root = shop(tmp_path)
    text = (root / "docgen.toml").read_text()
    if configuration.startswith("migrations"):
        text = ""
    (root / "docgen.toml").write_text(f"{text}\n{configuration}\n")
    assert docgen(root, "build") == 2
    message = capsys.readouterr().err
    assert all(word in message for word in words), message
    assert not (root / "docs").exists()


def test_no_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    before = tree(root)
    assert docgen(root, "build", "--database-url", "postgresql://u:s3cret@127.0.0.1:1/nothing") == 2
    message = capsys.readouterr().err
    assert "127.0.0.1" in message
    assert "hint:" in message
    assert "s3cret" not in message
    assert tree(root) == before


def test_nothing_to_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docgen(tmp_path, "build") == 2
    assert "docgen init" in capsys.readouterr().err


def test_a_failing_template_leaves_the_last_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path, 'templates = "ours"\n')
    (root / "ours").mkdir()
    docgen(root, "build")
    before = tree(root)
    (root / "ours/relation.md.j2").write_text("{{ nothing.of_the_kind }}")
    assert docgen(root, "build") == 2
    message = capsys.readouterr().err
    assert "relation.md.j2" in message
    assert tree(root) == before


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_template_that_replaces_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    root = shop(tmp_path, 'templates = "ours"\n')
    (root / "ours").mkdir()
    (root / "ours/notice.md.j2").write_text("Ours.")
    (root / "ours/README.md.j2").write_text('{% include "notice.md.j2" %}')
    docgen(root, "build")
    before = tree(root)
    (root / "ours/relations.md.j2").write_text("{{ relation.id }}")
    capsys.readouterr()
    assert docgen(root, command) == 2
    message = capsys.readouterr().err
    assert "The template relations.md.j2 in " in message
    assert "Did you mean relation.md.j2?" in message
    assert tree(root) == before


def test_a_folder_of_templates_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path, 'templates = "templtes"\n')
    assert docgen(root, "build") == 2
    assert "templtes, which templates names" in capsys.readouterr().err
