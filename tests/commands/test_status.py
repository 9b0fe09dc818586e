"""docgen status and the configured checks, from the configuration to the page, and everything that can be wrong."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import jsonschema  # type: ignore[import-untyped]
import psycopg
import pytest

from docgen.model.report import json_schema
from docgen.read.project import LIBPQ
from tests.commands.shop import MIGRATIONS, docgen, migrate, output_of, shop, tree

CONFIGURATION = """
[[components]]
name = "Sales"
page = "core/sales"
tables = ["public.orders", "public.customers"]
owner = "Shop team"

[[checks]]
name = "Orders find their customer"
component = "Sales"
after = "0002"
sql = "select indexname from pg_indexes where tablename = 'orders'"
expect = "at least"
rows = ["orders_customer_id_idx"]

[[checks]]
name = "Tables exist"
use = "tables-exist"
tables = ["public.orders", "public.customers"]

[[rls_tests]]
name = "Visitors see nothing"
role = "pg_monitor"
may_not = ["select * from public.orders"]

[[phases]]
name = "Phase 1"
first = "0001"
last = "0001"

[[phases]]
name = "Phase 2"
first = "0002"
done_when = ["Orders find their customer", "Visitors see nothing"]
"""


@pytest.fixture(autouse=True)
def no_database_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


def test_the_status_of_a_build_needs_no_database_and_fits_its_schema(tmp_path: Path) -> None:
    root = shop(tmp_path, CONFIGURATION)
    assert docgen(root, "build") == 0

    code, text = output_of(root, "status", "--format", "json")
    found = json.loads(text)

    jsonschema.validate(found, json_schema())
    assert (code, found["verdict"], found["sentence"]) == (0, "production ready", "")
    assert [(one["name"], one["verdict"]) for one in found["components"]] == [("Sales", "production ready")]
    assert [(one["name"], one["moment"], one["outcome"]) for one in found["checks"]] == [
        ("Orders find their customer", "before", "not due"),
        ("Orders find their customer", "after", "passed"),
        ("Tables exist", "after", "passed"),
    ]
    assert [(one["name"], one["passed"]) for one in found["rls_tests"]] == [("Visitors see nothing", True)]
    assert [(one["name"], one["state"], one["percent"]) for one in found["phases"]] == [
        ("Phase 1", "completed", 100),
        ("Phase 2", "completed", 100),
    ]
    assert found["coverage"] == {"described": 1, "total": 6, "percent": 16}


def test_the_text_is_plain_where_it_is_no_terminal(tmp_path: Path) -> None:
    root = shop(tmp_path, CONFIGURATION)
    docgen(root, "build")

    text = output_of(root, "status")[1]

    assert "\x1b" not in text
    assert text.splitlines()[0] == "Shop: production ready"
    assert "  ✓ production ready Sales  Shop team" in text.splitlines()
    assert "  nothing is left to do" in text.splitlines()


def test_a_check_that_fails_closes_the_gate_and_tells_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = CONFIGURATION.replace('rows = ["orders_customer_id_idx"]', 'rows = ["gone"]\nremedy = "Make it."')
    root = shop(tmp_path, broken)
    assert docgen(root, "build") == 0

    assert (
        "found: check Orders find their customer fails after the migrations: Missing: gone." in capsys.readouterr().err
    )
    assert [docgen(root, "status", "--fail-on", limit) for limit in ("broken", "being-fixed", "unknown")] == [0, 1, 1]
    page = tree(root)["SCHEMA-STATUS.md"]
    assert "    - Expected: at least gone\n    - Actual: Missing: gone.\n    - **What to do**: Make it.\n" in page
    assert "🔄 Being fixed" in page


def test_the_live_database_is_before_and_the_shadow_after(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(MIGRATIONS["0001_orders.sql"].encode())
    monkeypatch.setenv("DATABASE_URL", database)
    root = shop(tmp_path, CONFIGURATION.replace('after = "0002"\n', ""))
    docgen(root, "build")

    found = json.loads(output_of(root, "status", "--format", "json")[1])

    assert [(one["name"], one["moment"], one["outcome"]) for one in found["checks"]] == [
        ("Orders find their customer", "live", "failed"),
        ("Orders find their customer", "after", "passed"),
        ("Tables exist", "live", "passed"),
        ("Tables exist", "after", "passed"),
    ]
    assert found["components"][0]["verdict"] == "broken"
    assert docgen(root, "status", "--fail-on", "broken") == 1
    assert docgen(root, "check") == 0


BAD = {
    "writes": ("insert into customers (mail) values ('x')", "A check only reads; this is INSERT."),
    "hangs": ("select pg_sleep(600)", "It took longer than 1 s and was cancelled."),
    "floods": ("select generate_series(1, 1000000)", "It gives more than 1,000 rows."),
    "no sql": ("selekt", 'syntax error at or near "selekt" (SQLSTATE 42601).'),
}


def test_bad_checks_are_failed_checks(tmp_path: Path) -> None:
    checks = "".join(f'[[checks]]\nname = "{name}"\ntimeout = 1\nsql = "{sql}"\n' for name, (sql, _) in BAD.items())
    root = shop(tmp_path, checks)

    assert docgen(root, "build") == 0
    found = json.loads(output_of(root, "status", "--format", "json")[1])["checks"]

    assert {one["name"]: (one["outcome"], one["said"]) for one in found} == {
        name: ("failed", said) for name, (_, said) in BAD.items()
    }


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ('[[checks]]\nname = "a"', "the check 'a' needs either sql or use"),
        ('[[checks]]\nname = "a"\nuse = "column-exists"', "the check 'a' (column-exists) needs table and column"),
        ('[[checks]]\nname = "a"\nsql = "select 1"\nexpect = "exactly"', "rows goes with expect"),
        ('[[checks]]\nname = "a"\nsql = "select 1"\nexpect = "some"', "String should match pattern"),
        ('[[checks]]\nname = "a"\nsql = "select 1"\ncomponent = "Sale"', "'Sale', does not exist"),
        ('[[checks]]\nname = "a"\nsql = "select 1"\n' * 2, "two checks or tests are called 'a'"),
        ('[[checks]]\nname = "a"\nsql = "select 1"\nafter = "9"', "after the migration 9, which does not exist"),
        ('[[rls_tests]]\nname = "a"\nrole = "anon"', "the test 'a' expects nothing"),
        (
            '[[rls_tests]]\nname = "a"\nrole = "anon"\nseed_file = "no.sql"\nmay = ["select 1"]',
            "named by rls_tests.seed_file",
        ),
        ('[[phases]]\nname = "a"\ndone_when = ["b"]', "a check of the phase 'a', 'b', does not exist"),
        (
            '[[phases]]\nname = "a"\nlast = "0002"\n[[phases]]\nname = "b"\nfirst = "0002"',
            "the phases 'a' and 'b' overlap: 0002 is in both",
        ),
        ('[[phases]]\nname = "a"\nfirst = "0002"\nlast = "0001"', "ends (0001) before it begins (0002)"),
    ],
)
def test_what_is_configured_wrongly_stops_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], configuration: str, message: str
) -> None:
    root = shop(tmp_path, configuration)

    assert docgen(root, "status") == 2
    assert message in capsys.readouterr().err
    assert not (root / "docs/database").exists()


def test_a_pattern_that_matches_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path, '[[components]]\nname = "Sales"\npage = "sales"\ntables = ["sales.*", "public.*"]\n')
    docgen(root, "build")

    assert "found: component Sales: no table is called like sales.*" in capsys.readouterr().err
    assert "> Sales: no table is called like `sales.*`." in tree(root)["SCHEMA-STATUS.md"]


def test_a_check_that_changed_was_not_asked_yet_and_makes_the_pages_stale(tmp_path: Path) -> None:
    root = shop(tmp_path, CONFIGURATION)
    docgen(root, "build")
    file = root / "docgen.toml"
    file.write_text(file.read_text().replace('use = "tables-exist"', 'use = "row-security-on"'))

    assert docgen(root, "check") == 1
    steps = json.loads(output_of(root, "status", "--format", "json")[1])["next_steps"]
    assert steps == [{"what": "Ask 1 check that was not asked yet", "command": "docgen build"}]


def test_the_badge_says_the_verdict(tmp_path: Path) -> None:
    root = shop(tmp_path, CONFIGURATION)
    docgen(root, "build")

    assert docgen(root, "status", "--badge", str(tmp_path / "badge.svg")) == 0
    texts = [one.text for one in ElementTree.parse(tmp_path / "badge.svg").iter() if one.tag.endswith("}text")]
    assert texts == ["schema", "production ready"]


def test_the_ratchet_looks_at_what_changed_since_a_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    docgen(root, "build")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first")
    migrate(
        root, "0003_vat.sql", "alter table orders add column \"Order\" text; comment on table customers is 'Buyers.';"
    )
    docgen(root, "build")
    capsys.readouterr()

    assert docgen(root, "status", "--since", "HEAD", "--fail-under", "50") == 1
    said = capsys.readouterr().err
    assert "described: 0 of 1 objects that changed since HEAD (0 %)" in said
    assert 'no description: column public.orders."Order"' in said
    assert output_of(root, "status", "--since", "HEAD", "--comments") == (
        0,
        "COMMENT ON COLUMN public.orders.\"Order\" IS '';\n",
    )
    migrate(root, "0004_vat.sql", "comment on column orders.\"Order\" is 'Of the list.';")
    docgen(root, "build")
    assert docgen(root, "status", "--since", "HEAD", "--fail-under", "100") == 0
    assert docgen(root, "status", "--since", "nowhere", "--fail-under", "1") == 2


def test_the_comment_statements_run(tmp_path: Path, database: str) -> None:
    root = shop(tmp_path)
    more = """
    create type "user" as enum ('a');
    create function public.f("select" int, b "user") returns int language sql as 'select 1';
    create domain d as text;
    create view "order" as select 1 as "end";
    """
    migrate(root, "0003_more.sql", more)
    docgen(root, "build")
    statements = output_of(root, "status", "--comments")[1]

    with psycopg.connect(database) as connection:
        for sql in (*MIGRATIONS.values(), (root / "migrations/0003_more.sql").read_text(), statements):
            connection.execute(sql.encode())
    assert statements.count("COMMENT ON") == 10


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)
