"""Proofs on a real server: what running files twice does, in every mode, and that nothing of it stays."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from docgen.model.migration import Migration
from docgen.model.proof import FileProof, Mode, Proof
from docgen.postgres.catalog.fingerprint import read_fingerprint
from docgen.postgres.proof.prove import prove
from docgen.postgres.replay.shadow import Shadow
from docgen.reporters.proof.words import details

FILES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[2] / "cases" / "prove" / "files.toml").read_text())[
    "file"
]


def chain(texts: Sequence[str]) -> list[Migration]:
    return [
        Migration(version=f"{number:03}", name="", path=f"{number:03}.sql", sql=text, digest="")
        for number, text in enumerate(texts)
    ]


def proof_of(url: str, texts: Sequence[str], *modes: Mode, **options: Any) -> Proof:
    return prove(Shadow(url, "the tests' server", 18), chain(texts), modes or ("file",), **options)


def said(one: FileProof) -> list[str]:
    codes = [f"{each.line} {each.sqlstate}" for each in one.statements]
    if one.verdict == "first-run-failed":
        return codes
    return codes + [text for _, text in list(details(one))[len(codes) :]]


def verdicts(proof: Proof) -> list[str]:
    return [one.verdict for one in proof.files]


@pytest.fixture(scope="module")
def whole(server: Any) -> Any:
    with server.database("prove_whole") as url:
        proof = proof_of(url, [file["sql"] for file in FILES])
        with psycopg.connect(url) as connection:
            yield proof, read_fingerprint(connection)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_what_the_second_run_of_a_file_does(whole: Any, number: int) -> None:
    expected, actual = FILES[number], whole[0].files[number]
    assert (expected["verdict"], expected.get("told", [])) == (actual.verdict, said(actual))


def test_the_second_runs_leave_no_trace(whole: Any, database: str) -> None:
    Shadow(database, "the tests' server", 18).replay(chain([file["sql"] for file in FILES]))
    with psycopg.connect(database) as connection:
        assert read_fingerprint(connection) == whole[1]


def test_a_function_that_a_later_file_replaces(database: str) -> None:
    texts = [f"create or replace function f () returns int language sql as 'select {number}'" for number in (1, 2)]
    proof = proof_of(database, texts, "late")
    assert verdicts(proof) == ["changes-schema", "idempotent"]
    assert [(one.change, one.object) for one in proof.files[0].schema_changes] == [("changed", "public.f()")]
    assert said(proof.files[0])[0].endswith("select 1$function$)")


def test_a_chain_that_ends_the_same_is_idempotent(database: str) -> None:
    texts = [f"create or replace function f () returns int language sql as 'select {number}'" for number in (1, 2)]
    assert verdicts(proof_of(database, texts, "chain")) == ["idempotent", "idempotent"]


def test_a_chain_that_ends_otherwise_names_the_file(database: str) -> None:
    texts = [
        "create table if not exists t (id int)",
        "alter table t add column if not exists a int",
        "do $$ begin alter table t rename a to b; exception when duplicate_column then null; end $$",
        "insert into t (id) values (1)",
    ]
    proof = proof_of(database, texts, "chain")
    assert verdicts(proof) == ["idempotent", "changes-schema", "idempotent", "changes-rows"]
    assert said(proof.files[1]) == ["added column public.t.a"]
    assert said(proof.files[3]) == ["1 row more in public.t"]


@pytest.mark.parametrize("mode", ["file", "late", "chain"])
def test_a_syntax_error_stops_nothing(database: str, mode: Mode) -> None:
    texts = ["create table if not exists t (id int);\ncreate tabel", "create table if not exists u (id int)"]
    assert verdicts(proof_of(database, texts, mode)) == ["first-run-failed", "idempotent"]


def test_a_rename_is_found_by_the_chain_and_by_the_late_run(database: str, server: Any) -> None:
    texts = ["create table if not exists t (id int)", "alter table if exists t rename to u"]
    assert verdicts(proof_of(database, texts)) == ["idempotent", "idempotent"]
    with server.database("prove_rename") as url:
        proof = proof_of(url, texts, "file", "late", "chain")
    assert [(one.verdict, one.mode) for one in proof.files] == [("changes-schema", "late"), ("raises", "chain")]


def test_a_hanging_statement_is_given_up(database: str) -> None:
    proof = proof_of(database, ["create table if not exists a (x int)", "select pg_sleep(60)"], statement_timeout=1)
    assert verdicts(proof) == ["idempotent", "first-run-failed"]
    assert proof.files[1].failures[0].hint == "It ran into the time limit for one statement on the scratch server."


def test_a_second_run_does_not_lift_the_time_limit(database: str) -> None:
    waits = "set statement_timeout = 0; select pg_sleep(60) from a; insert into a values (1)"
    proof = proof_of(database, ["create table if not exists a (x int)", waits], statement_timeout=1)
    assert verdicts(proof) == ["idempotent", "not-provable"]


def test_followers_name_the_first_cause(database: str) -> None:
    texts = ["create extension no_such", "create table a (x no_such)", "create table b (y int references a)"]
    proof = proof_of(database, texts)
    failures = [failure for one in proof.files for failure in one.failures]
    assert [failure.cause for failure in failures] == ["", "000.sql:1", "000.sql:1"]
    assert "[shadow].setup" in failures[0].hint


def test_shares_of_a_chain_are_the_whole(server: Any) -> None:
    texts = ["create table a (x int)", "create index on a (x)", "insert into a values (1)", "delete from a"]
    found = []
    for number in (0, 1):
        with server.database(f"prove_share_{number}") as url:
            found.append([(one.file, one.verdict) for one in proof_of(url, texts, share=(number, 2)).files])
    assert found == [
        [("000.sql", "raises"), ("002.sql", "changes-rows")],
        [("001.sql", "changes-schema"), ("003.sql", "destroys")],
    ]


@pytest.mark.parametrize("mode", ["late", "chain"])
def test_rows_that_are_there_by_then_are_lost(database: str, mode: Mode) -> None:
    texts = [
        "drop table if exists t cascade;\ncreate table t (id int primary key);",
        "create table if not exists u (id int primary key, t int references t on delete cascade);",
        "create table if not exists kept (id int primary key);",
        "truncate u;",
        "delete from t where id < 0;",
        "do $$ begin execute 'delete from kept'; end $$;",
    ]
    proof = proof_of(database, texts, mode)
    assert [(one.verdict, said(one)) for one in proof.files if one.verdict == "destroys"] == [
        ("destroys", ["removed constraint public.u.u_t_fkey", "1 row that was in public.t lost"]),
        ("destroys", ["1 row that was in public.u lost"]),
        ("destroys", ["1 row that was in public.kept lost"]),
    ]
    assert {one.mode for one in proof.files} == {mode}


def test_what_a_chain_moves_and_moves_back_is_not_lost(database: str) -> None:
    texts = [
        "create table if not exists old (id int primary key)",
        "create table if not exists new (id int primary key)",
        "insert into new select id from old on conflict do nothing; drop table old;",
        "create table if not exists other (id int primary key)",
        "alter table other rename to passing; alter table passing rename to other; delete from other where false;",
    ]
    assert verdicts(proof_of(database, texts, "chain")) == ["idempotent"] * 5
    with psycopg.connect(database) as connection:
        assert connection.execute("select count(*) from new").fetchone() == (0,)


def test_a_pass_over_rows_goes_round_what_no_transaction_bears(database: str) -> None:
    texts = [
        "create table if not exists t (id int primary key)",
        "create table if not exists s (n serial)",
        "begin; insert into s values (default); rollback; vacuum t;",
        "create or replace procedure p () language plpgsql as $$ begin delete from s; commit; end $$",
        "call p(); delete from s;",
        "delete from t",
        "create table if not exists strange (x int check (false)); alter table strange alter x set not null;",
        "delete from strange",
    ]
    proof = proof_of(database, texts, "chain")
    assert [(one.file, said(one)) for one in proof.files if said(one)] == [
        ("005.sql", ["1 row that was in public.t lost"]),
        ("007.sql", ["no row could be made for public.strange: whether its rows survive was not tried"]),
    ]
    with psycopg.connect(database) as connection:
        assert connection.execute("select count(*) from t").fetchone() == (0,)


def test_an_index_that_cannot_be_made_concurrently_by_then(database: str) -> None:
    texts = [
        "create table if not exists t (id int)",
        "create index concurrently if not exists i on t (id)",
        "create index concurrently if not exists j on t (id);\n\ndrop index concurrently if exists i",
        "alter table t rename to was; create table t (id int) partition by range (id); create index i on t (id)",
    ]
    proof = proof_of(database, texts, "late")
    assert [(one.verdict, said(one)) for one in proof.files[1:3]] == [
        ("raises", ["1 0A000"]),
        ("raises", ["1 0A000", "3 0A000"]),
    ]
