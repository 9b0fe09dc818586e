"""What the recorder says that the statements of a replay did, through renames, in DO blocks and in functions."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import psycopg
import pytest

from docgen.model.migration import Migration
from docgen.postgres.replay.run import replay
from docgen.postgres.server.cluster import Cluster

CASES = Path(__file__).parents[2] / "cases" / "recorded"


def migration(name: str, sql: str, transaction: bool = True) -> Migration:
    return Migration(version=name, name=name, path=f"{name}.sql", sql=sql, digest=name, transaction=transaction)


def told(url: str, *migrations: Migration) -> list[str]:
    records = replay(url, migrations, record=True).records
    assert records is not None
    return [
        " ".join(filter(None, (str(one.line), one.verb, one.kind, one.object, one.new_name and f"to {one.new_name}")))
        + (f" on {one.relation}" if one.relation else "")
        + (f": {one.detail}" if one.detail else "")
        for one in chain.from_iterable(record.touches for record in records)
    ]


@pytest.mark.parametrize("case", sorted(CASES.glob("*.sql")), ids=lambda path: path.stem)
def test_what_each_statement_did(database: str, case: Path) -> None:
    expected = case.with_suffix(".txt").read_text().splitlines()
    assert expected == told(database, migration(case.stem, case.read_text()))


def test_the_same_statement_by_statement(database: str) -> None:
    text = (CASES / "objects.sql").read_text()
    expected = (CASES / "objects.txt").read_text().splitlines()
    assert expected == told(database, migration("objects", text, transaction=False))


def test_identity_goes_from_file_to_file(database: str) -> None:
    expected = [
        "1 create table public.a",
        "1 rename table public.a to public.b",
        "1 rename column public.b.x to public.b.y on public.b",
        "1 drop constraint public.b.a_x_key on public.b",
    ]
    files = (
        "create table a (x int unique)",
        "alter table a rename to b",
        "alter table b rename x to y",
        "alter table b drop constraint a_x_key",
    )
    assert expected == told(database, *(migration(str(number), text) for number, text in enumerate(files)))


def test_nothing_of_the_recorder_stays(database: str) -> None:
    replay(database, [migration("a", "create table a (id int)")], record=True)
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "select nspname from pg_namespace where nspname ~ 'docgen' union all select evtname from pg_event_trigger"
        ).fetchall()
    assert found == []


def test_a_role_that_may_not_record_replays_all_the_same(server: Cluster, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("drop role if exists docgen_no_recorder")
        connection.execute("create role docgen_no_recorder login createdb")
        connection.execute("grant create on schema public to docgen_no_recorder")
        found = replay(f"{database}&user=docgen_no_recorder", [migration("a", "create table a (id int)")], record=True)
        connection.execute("drop owned by docgen_no_recorder")
        connection.execute("drop role docgen_no_recorder")
    assert (found.failures, found.records) == ((), None)


def test_a_migration_that_removes_the_recorder_has_no_record(database: str) -> None:
    found = replay(
        database, [migration("a", "drop schema docgen_recorder cascade; create table a (id int)")], record=True
    )
    assert (found.failures, found.records) == ((), None)
