"""docgen changes: what a branch did to the schema, from the snapshots that were committed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.commands.shop import docgen, migrate, output_of, shop

MIGRATION = """\
create type state as enum ('open', 'paid');
alter table orders add column vat numeric not null default 0;
alter table orders add column state state not null;
alter table orders add column note text;
alter table customers rename column mail to email;
alter table orders add constraint orders_vat_positive check (vat >= 0);
alter table orders enable row level security;
create policy own on orders for select using (true);
grant select on orders to public;
comment on table orders is 'Bought.';
drop index orders_customer_id_idx;
"""


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A project with a branch that has one migration more than main."""
    root = shop(tmp_path / "a shop")
    assert docgen(root, "build", "-q") == 0
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "one")
    git(root, "checkout", "-q", "-b", "vat")
    migrate(root, "0003_vat.sql", MIGRATION)
    assert docgen(root, "build", "-q") == 0
    return root


TEXT = """\
breaking:
  > column public.customers.mail to public.customers.email
      statements that use the old name fail
      migrations/0003_vat.sql:5
  + column public.orders.state: public.state not null
      inserts that do not name it fail: it is not null and has no default
      migrations/0003_vat.sql:3
  + constraint public.orders.orders_vat_positive: CHECK (vat >= 0::numeric)
      rows that do not hold it are refused
      migrations/0003_vat.sql:6

access:
  ~ table public.orders, grants: none -> public: select
      who may do what has changed
      migrations/0003_vat.sql:9
  ~ table public.orders, row security: no -> yes
      which rows a role sees has changed
      migrations/0003_vat.sql:7
  + policy public.orders.own: for select to public using (true)
      other rows are let through or held back
      migrations/0003_vat.sql:8

other:
  ~ table public.orders, comment: What customers bought. -> Bought.
      migrations/0003_vat.sql:10
  + column public.orders.note: text
      migrations/0003_vat.sql:4
  + column public.orders.vat: numeric not null default 0
      migrations/0003_vat.sql:2
  - index public.orders_customer_id_idx: CREATE INDEX orders_customer_id_idx ON public.orders USING …
      migrations/0003_vat.sql:11
  + enum public.state
      migrations/0003_vat.sql:1

11 changes from main to now, 3 breaking, 1 migration
"""


def test_what_a_branch_changes(branch: Path) -> None:
    assert output_of(branch, "changes", "main") == (0, TEXT)
    assert output_of(branch, "changes", "main", "--fail-on-breaking") == (1, TEXT)


def test_two_revisions_and_nothing_between(branch: Path) -> None:
    git(branch, "add", "-A")
    git(branch, "commit", "-q", "-m", "two")
    assert output_of(branch, "changes", "main", "vat")[1] == TEXT.replace("to now", "to vat")
    assert output_of(branch, "changes") == (0, "nothing in the schema changed from HEAD to now\n")


def test_for_a_program_and_for_a_pull_request(branch: Path) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs/reference/changes.schema.json").read_text())
    document = json.loads(output_of(branch, "changes", "main", "--format", "json")[1])
    jsonschema.validate(document, schema)
    assert [one["weight"] for one in document["changes"]].count("breaking") == 3
    text = output_of(branch, "changes", "main", "--format", "markdown")[1]
    assert "## Breaking: statements that worked may fail" in text
    assert "| column `public.customers.mail` | renamed | `public.customers.mail` |" in text


@pytest.mark.parametrize(
    ("revision", "message"),
    [("nowhere", "'nowhere' is no Git revision"), ("empty", "the revision empty holds no schema.json")],
)
def test_wrong_revisions(branch: Path, revision: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    git(branch, "checkout", "-q", "--orphan", "empty")
    git(branch, "rm", "-rfq", "--cached", ".")
    git(branch, "commit", "-q", "--allow-empty", "-m", "nothing")
    assert docgen(branch, "changes", revision) == 2
    assert message in capsys.readouterr().err
