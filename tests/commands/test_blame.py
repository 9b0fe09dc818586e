"""docgen blame on a project that was built on a scratch server: what it says, and what it says without one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import psycopg
import pytest

from docgen.model.blame import json_schema
from tests.commands.shop import docgen, migrate, output_of

FILES = {
    "20250101_orders.sql": "create table orders (id int, code text);\ncreate table if not exists orders (id text);\n",
    "20250102_later.sql": """do $$ begin
  execute format('alter table %I add column total int', (select relname from pg_class where relname = 'orders'));
end $$;
create function total() returns int language sql as 'select 1';
""",
    "20250103_names.sql": """alter table orders rename column total to amount;
alter table orders alter column amount type bigint;
alter table orders rename to bills;
""",
}
RECORDED = "As the migrations did it when docgen build replayed them; grants and rows as their statements say.\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "migrations").mkdir()
    for name, text in FILES.items():
        migrate(root, name, text)
    (root / "docgen.toml").write_text('migrations = "migrations"\n')
    assert docgen(root, "build", "--quiet") == 0
    return root


AMOUNT = f"""public.bills.amount
  2025-01-03  migrations/20250103_names.sql:2  alter column public.orders.amount: type integer -> bigint
  2025-01-03  migrations/20250103_names.sql:1  rename column public.orders.total to public.orders.amount
  2025-01-02  migrations/20250102_later.sql:1  add column public.orders.total: integer

{RECORDED}"""
CODE = f"""public.bills.code
  2025-01-01  migrations/20250101_orders.sql:1  create table public.orders

{RECORDED}"""
TABLE = f"""public.bills
  2025-01-03  migrations/20250103_names.sql:3   rename table public.orders to public.bills
  2025-01-03  migrations/20250103_names.sql:2   alter column public.orders.amount: type integer -> bigint
  2025-01-03  migrations/20250103_names.sql:1   rename column public.orders.total to public.orders.amount
  2025-01-02  migrations/20250102_later.sql:1   add column public.orders.total: integer
  2025-01-01  migrations/20250101_orders.sql:1  create table public.orders

{RECORDED}"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("public.bills.amount", AMOUNT),
        ("public.orders.total", AMOUNT),
        ("bills.amount", AMOUNT),
        ("public.bills.code", CODE),
        ("public.bills", TABLE),
        ("orders", TABLE),
    ],
)
def test_the_story_of_an_object_by_any_name_that_it_had(project: Path, name: str, expected: str) -> None:
    assert output_of(project, "blame", name) == (0, expected)


def test_a_function_in_json(project: Path) -> None:
    code, text = output_of(project, "blame", "public.total()", "--format", "json")
    report = json.loads(text)
    jsonschema.validate(report, json_schema())
    entry = {
        "version": "20250102",
        "date": "2025-01-02",
        "file": "migrations/20250102_later.sql",
        "line": 4,
        "verb": "create",
        "kind": "function",
        "object": "public.total",
    }
    assert (code, report) == (0, {"version": 1, "object": "public.total()", "story": [entry], "files": 3})


def test_an_unknown_object_is_refused_with_names_like_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docgen(project, "blame", "public.bils") == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "error: no migration speaks of 'public.bils'"
    assert told[1].startswith("hint: Names like it: public.bills")


def test_without_a_snapshot_parsing_speaks_and_says_so(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(project, root, ignore=shutil.ignore_patterns("docs"))
    expected = """public.bills
  2025-01-03  migrations/20250103_names.sql:3   rename table public.orders to public.bills
  2025-01-03  migrations/20250103_names.sql:2   alter column public.orders.amount
  2025-01-03  migrations/20250103_names.sql:1   rename column public.orders.total to public.orders.amount
  2025-01-01  migrations/20250101_orders.sql:2  create table public.orders
  2025-01-01  migrations/20250101_orders.sql:1  create table public.orders

As parsing sees the statements: no replay is recorded in the snapshot. docgen build records one.
"""
    assert output_of(root, "blame", "bills") == (0, expected)


def test_a_migration_that_came_after_the_build_is_parsed(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(project, root)
    migrate(root, "20250104_more.sql", "alter table bills alter column id set default 1;\n")
    expected = """public.bills.id
  2025-01-04  migrations/20250104_more.sql:1    alter column
  2025-01-01  migrations/20250101_orders.sql:1  create table public.orders

As a replay recorded it; 1 of 4 migrations are newer than the snapshot or were not replayed and are told as parsing \
sees them.
"""
    assert output_of(root, "blame", "bills.id") == (0, expected)


def test_quotes_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    migrate(tmp_path, "1_orders.sql", 'create table orders (id int);\nalter table orders add column "Sum" int;\n')
    assert output_of(tmp_path, "blame", "orders.Sum") == output_of(tmp_path, "blame", 'public.orders."Sum"')


def test_what_was_made_by_hand_is_laid_to_no_migration(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "migrations").mkdir()
    migrate(tmp_path, "001_a.sql", "create table a (id int);\n")
    (tmp_path / "docgen.toml").write_text('migrations = "migrations"\n')
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table a (id int, by_hand int)")
    assert docgen(tmp_path, "build", "--database-url", database, "--quiet") == 0
    assert "001_a.sql:1  create table" in output_of(tmp_path, "blame", "a.id")[1]
    capsys.readouterr()
    assert docgen(tmp_path, "blame", "a.by_hand") == 2
    assert "no migration speaks of 'a.by_hand'" in capsys.readouterr().err
