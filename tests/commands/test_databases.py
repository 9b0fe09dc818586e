"""Several databases in one project: built, checked and listed together, each with its own files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from docgen.commands.each import SCHEMA
from docgen.read.project import LIBPQ
from tests.commands.shop import docgen, output_of
from tests.commands.two import files, replace, two


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "WAREHOUSE_DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        root = two(tmp_path_factory.mktemp("two"))
        assert docgen(root, "build", "--quiet") == 0
    return root


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of the built project that a test may change."""
    return Path(shutil.copytree(once, tmp_path / "shop"))


def test_check_is_fresh_and_writes_nothing(built: Path) -> None:
    before = files(built)
    code, said = output_of(built, "check")
    assert (code, [line.rpartition(" (")[0] for line in said.splitlines()]) == (
        0,
        [
            "app: docs/database/app is fresh",
            "warehouse: docs/database/warehouse is fresh",
            "all databases: docs/database is fresh",
        ],
    )
    assert files(built) == before


def test_a_change_names_its_database(built: Path) -> None:
    (built / "warehouse/migrations/0002_vat.sql").write_text("alter table orders add column if not exists vat int;\n")
    code, said = output_of(built, "check")
    assert code == 1
    assert said.startswith("app: docs/database/app is fresh")
    assert "\nwarehouse: docs/database/warehouse is stale:\n  orders.vat, added by 0002_vat.sql, is" in said
    assert output_of(built, "check", "--database", "app")[0] == 0
    assert output_of(built, "check", "--database", "warehouse")[0] == 1


def test_check_as_json(built: Path) -> None:
    (built / "app/migrations/0002_vat.sql").write_text("alter table carts add column if not exists vat int;\n")
    code, said = output_of(built, "check", "--format", "json")
    found = json.loads(said)
    jsonschema.validate(found, SCHEMA)
    fresh = {name: one["fresh"] for name, one in found["databases"].items()}
    assert (code, found["version"], fresh) == (1, 1, {"app": False, "warehouse": True})


def test_building_one_leaves_the_pages_of_the_other(built: Path) -> None:
    (built / "app/migrations/0002_notes.sql").write_text("create table if not exists remarks (id int primary key);\n")
    before = files(built)
    assert docgen(built, "build", "--quiet", "--database", "app") == 0
    after = files(built)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.split("/")[1] for path in changed} == {"app", "README.md", "docgen-manifest.json"}
    assert "app/tables/public.remarks.md" in (built / "mkdocs.yml").read_text()
    assert docgen(built, "check") == 0


def test_the_second_build_writes_nothing(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(built)
    assert docgen(built, "build", "--quiet") == 0  # a copy has no memory of the build that it is a copy of
    assert docgen(built, "build") == 0
    said = capsys.readouterr().err
    assert files(built) == before
    assert "docs/database/app: nothing changed" in said
    assert "docs/database/warehouse: nothing changed" in said


def test_a_database_that_cannot_be_read_does_not_stop_the_other(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/app?connect_timeout=1")
    (built / "warehouse/migrations/0002_vat.sql").write_text("alter table orders add column if not exists vat int;\n")
    assert docgen(built, "build") == 2
    said = capsys.readouterr().err
    assert "error: app: " in said
    assert "`vat`" in (built / "docs/database/warehouse/tables/public.orders.md").read_text()
    assert output_of(built, "check")[0] == 0


def test_a_cross_reference_is_on_both_pages(built: Path) -> None:
    docs = built / "docs/database"
    orders = (docs / "warehouse/tables/public.orders.md").read_text()
    customers = (docs / "app/tables/public.customers.md").read_text()
    assert "[`public.customers.id`](../../app/tables/public.customers.md#id)" in orders
    assert "[`public.orders.customer_id`](../../warehouse/tables/public.orders.md#customer_id)" in customers
    assert '  public__orders }o..o| app__public__customers : "customer_id"' in orders
    assert '  warehouse__public__orders }o..o| public__customers : "customer_id"' in customers


def test_a_foreign_table_refers_by_its_server(built: Path) -> None:
    docs = built / "docs/database"
    assert "[`public.carts`](../../app/tables/public.carts.md)" in (docs / "warehouse/tables/app.carts.md").read_text()
    assert "[`app.carts`](../../warehouse/tables/app.carts.md)" in (docs / "app/tables/public.carts.md").read_text()


def test_an_end_that_does_not_exist_is_said(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(built / "docgen.toml", "app.public.customers.id", "app.public.customers.number")
    assert docgen(built, "build") == 0
    fault = (
        "cross_references: app has no column public.customers.number, which"
        " warehouse.public.orders.customer_id is to mean"
    )
    assert f"app: found: {fault}\n" in capsys.readouterr().err
    docs = built / "docs/database"
    assert "app has no column public.customers.number" in (docs / "README.md").read_text()
    assert "**not found** in Application" in (docs / "warehouse/tables/public.orders.md").read_text()
    assert docgen(built, "build", "--quiet", "--strict") == 1


def test_a_database_that_is_gone_keeps_its_folder(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(built / "docgen.toml", 'name = "warehouse"', 'name = "reports"')
    replace(built / "docgen.toml", "warehouse.public", "reports.public")
    assert docgen(built, "build") == 0
    said = capsys.readouterr().err
    assert "docs/database/warehouse holds pages of a database that is not configured" in said
    assert (built / "docs/database/warehouse/README.md").is_file()
    assert (built / "docs/database/reports/README.md").is_file()


def test_status_of_all_and_of_one(built: Path) -> None:
    code, said = output_of(built, "status", "--format", "json")
    every = json.loads(said)
    jsonschema.validate(every, SCHEMA)
    assert (code, [*every["databases"]]) == (0, ["app", "warehouse"])
    one = json.loads(output_of(built, "status", "--format", "json", "--database", "app")[1])
    assert one["databases"]["app"] == every["databases"]["app"]
    text = output_of(built, "status")[1]
    assert [line for line in text.splitlines() if line in ("app", "warehouse")] == ["app", "warehouse"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("blame", "orders"), "error: this is about one database, and there are several"),
        (("export", "schema", "--snapshot"), "hint: Add --database NAME: app, warehouse."),
        (("build", "--migrations", "x"), "error: --migrations is for one database"),
        (("check", "--database", "ap"), "hint: Did you mean 'app'?"),
    ],
)
def test_what_needs_one_database_says_so(
    built: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docgen(built, *arguments) == 2
    assert said in capsys.readouterr().err


def test_blame_of_one(built: Path) -> None:
    code, said = output_of(built, "blame", "orders", "--database", "warehouse")
    assert (code, "0001_orders.sql" in said) == (0, True)


def test_changes_of_all_since_a_revision(built: Path) -> None:
    for arguments in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(built), *arguments], check=True, capture_output=True)
    (built / "warehouse/migrations/0002_vat.sql").write_text("alter table orders add column if not exists vat int;\n")
    assert docgen(built, "build", "--quiet", "--database", "warehouse") == 0
    code, said = output_of(built, "changes", "--format", "markdown")
    app, warehouse = said.split("# Schema changes: warehouse")
    assert (code, app.startswith("# Schema changes: app\n"), "vat" in app, "vat" in warehouse) == (0, True, False, True)


def test_the_texts_for_language_models_are_listed(built: Path) -> None:
    text = (built / "docs/database/llms.txt").read_text()
    assert "- [Application](app/llms.txt): Customers and what is in their carts. The website writes here.\n" in text
    assert "- [Warehouse](warehouse/llms.txt): Orders as they were, for reports.\n" in text


def test_lint_of_all_is_one_report_with_the_rules_of_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = two(tmp_path)
    own = root / "services/billing"
    (own / "migrations").mkdir(parents=True)
    (own / "docgen.toml").write_text("")
    for folder in ("app", "warehouse", "services/billing"):
        (root / folder / "migrations/0002_vat.sql").write_text("create table vat (rate int);\n")
    replace(root / "docgen.toml", 'name = "warehouse"\n', 'name = "warehouse"\nlint.ignore = ["table-without-guard"]\n')
    with (root / "docgen.toml").open("a") as file:
        file.write('[[databases]]\nname = "billing"\nconfig = "services/billing/docgen.toml"\n')
    found = ["app/migrations/0002_vat.sql", "services/billing/migrations/0002_vat.sql"]
    assert _files(root) == (1, found)
    assert _files(root, "--database", "billing") == (1, found[1:])
    assert _files(root, str(root / found[0]), str(root / "warehouse/migrations")) == (1, [str(root / found[0])])
    assert docgen(root, "lint", "--write-baseline") == 0
    baselines = sorted(path.relative_to(root).as_posix() for path in root.rglob("docgen-baseline*"))
    assert baselines == [
        "docgen-baseline-app.json",
        "docgen-baseline-warehouse.json",
        "services/billing/docgen-baseline.json",
    ]
    assert _files(root) == (0, [])
    assert docgen(root, "lint", "--write-baseline", "--baseline", "one.json") == 2
    assert "choose one with --database" in capsys.readouterr().err


def _files(root: Path, *arguments: str) -> tuple[int, list[str]]:
    code, said = output_of(root, "lint", "--format", "json", *arguments)
    return code, [one["file"] for one in json.loads(said)["findings"]]
