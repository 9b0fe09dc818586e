"""Kept verdicts on ways back, held against the ways back as they are."""

from __future__ import annotations

import msgspec
import pytest

from docgen.analysis import tested as record
from docgen.analysis.proved import chains
from docgen.analysis.way_back import ways_back
from docgen.model.migration import Migration, Replay, ReplayFailure
from docgen.model.proof_file import KeptWay

GROUND = "plain"


def migration(name: str, sql: str, digest: str = "", down: str = "") -> Migration:
    return Migration(version=name, name=name, path=f"{name}.sql", sql=sql, digest=digest or sql, down=down)


CHAIN = (
    migration("1", "create table a (id int)"),
    migration("2", "create table b (id int)"),
    migration("3", "create table c (id int)"),
)


def kept(number: int) -> KeptWay:
    way = ways_back(CHAIN)[number]
    place = chains(CHAIN, GROUND, "file")[way.file]
    return KeptWay(file=way.file, digest=way.digest, chain=place, postgres=18, verdict="loses-data")


def test_the_way_back_as_it_is_holds_and_the_others_are_not_tested() -> None:
    assert record.tested([kept(1)], CHAIN, None, GROUND) == record.Tested({"2.sql": kept(1)}, (), ("1.sql", "3.sql"))


def test_without_any_verdict_none_is_missed() -> None:
    assert record.tested([], CHAIN, None, GROUND) == record.Tested({}, (), ())


def test_a_verdict_on_a_file_that_is_gone_says_nothing() -> None:
    assert record.tested([kept(1)], (CHAIN[0],), None, GROUND) == record.Tested({}, (), ())


@pytest.mark.parametrize(
    ("now", "ground", "holds"),
    [
        (CHAIN, GROUND, True),
        (CHAIN, "supabase", False),
        ((*CHAIN[:2], migration("3", "create table d (id int)")), GROUND, True),
        ((*CHAIN, migration("4", "create table d (id int)")), GROUND, True),
        ((migration("1", "create table a (id bigint)"), *CHAIN[1:]), GROUND, False),
        ((CHAIN[0], migration("2", "create table b (id int)", digest="with a comment"), CHAIN[2]), GROUND, False),
        ((CHAIN[0], migration("2", "create table b (id int)", down="drop table b"), CHAIN[2]), GROUND, False),
        ((msgspec.structs.replace(CHAIN[0], transaction=False), *CHAIN[1:]), GROUND, False),
    ],
)
def test_what_it_rests_on_decides(now: tuple[Migration, ...], ground: str, holds: bool) -> None:
    found = record.tested([kept(1)], now, None, ground)
    assert ("2.sql" in found.verdicts, "2.sql" in found.outdated) == (holds, not holds)


def test_a_statement_that_fails_now_is_not_undone_now() -> None:
    failure = ReplayFailure(path="2.sql", line=1, statement="", sqlstate="42P07", message="")
    assert record.tested([kept(1)], CHAIN, Replay(failures=(failure,)), GROUND).outdated == ("2.sql",)
