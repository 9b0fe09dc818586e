"""The way back on a real server: what each one leaves, and that nothing of the trial stays."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest

from docgen.analysis.way_back import ways_back
from docgen.model.migration import Migration
from docgen.model.proof import WaysProof
from docgen.postgres.catalog.fingerprint import read_fingerprint
from docgen.postgres.proof.way_back import prove_ways_back
from docgen.postgres.replay.shadow import Shadow
from docgen.reporters.proof.words import details

FILES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "prove" / "ways_back.toml").read_text()
)["file"]


def chain(files: list[dict[str, Any]]) -> list[Migration]:
    return [
        Migration(
            version=f"{number:03}",
            name="",
            path=f"{number:03}.sql",
            sql=file["sql"],
            digest=file["sql"],
            down=file.get("down", ""),
            transaction=file.get("transaction", True),
        )
        for number, file in enumerate(files)
    ]


def proof_of(url: str, files: list[dict[str, Any]], **options: Any) -> WaysProof:
    migrations = chain(files)
    failed = [(f"{number:03}.sql", file["failed"]) for number, file in enumerate(files) if "failed" in file]
    return prove_ways_back(Shadow(url, "the tests' server", 18), migrations, ways_back(migrations, failed), **options)


@pytest.fixture(scope="module")
def whole(server: Any) -> Any:
    with server.database("ways_back") as url:
        proof = proof_of(url, FILES)
        with psycopg.connect(url) as connection:
            yield proof, read_fingerprint(connection)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_what_the_way_back_does(whole: Any, number: int) -> None:
    expected, actual = FILES[number], whole[0].files[number]
    told = [text for _, text in details(actual)]
    assert (expected["verdict"], expected.get("told", []), "down" in expected) == (actual.verdict, told, actual.own)


def test_the_ways_back_leave_no_trace(whole: Any, database: str) -> None:
    Shadow(database, "the tests' server", 18).replay(chain(FILES))
    with psycopg.connect(database) as connection:
        assert read_fingerprint(connection) == whole[1]


def test_a_share_judges_its_own_files(database: str) -> None:
    files = [{"sql": f"create view v{number} as select {number}"} for number in range(4)]
    told: list[str] = []
    proof = proof_of(database, files, step=told.append, share=(1, 3))
    assert [(one.file, one.verdict) for one in proof.files] == [("001.sql", "reversible")]
    assert told == ["001.sql"]


def test_a_way_back_that_does_not_end_is_not_provable(database: str) -> None:
    proof = proof_of(database, [{"sql": "select 1", "down": "select pg_sleep(30)"}], statement_timeout=1)
    assert (proof.files[0].verdict, proof.files[0].reason) == (
        "not-provable",
        "line 1 of the way back ran into the time limit for one statement",
    )


def test_the_digest_is_of_the_way_and_of_all_files_up_to_it() -> None:
    files = [{"sql": "create table a ()"}, {"sql": "create table b ()"}, {"sql": "create table c ()"}]
    plain = [one.digest for one in ways_back(chain(files))]
    other_side = [one.digest for one in ways_back(chain([files[0], {**files[1], "down": "select 1"}, files[2]]))]
    other_file = [one.digest for one in ways_back(chain([files[0], {"sql": "create table d ()"}, files[2]]))]
    assert [a == b for a, b in zip(plain, other_side, strict=True)] == [True, False, True]
    assert [a == b for a, b in zip(plain, other_file, strict=True)] == [True, False, False]
