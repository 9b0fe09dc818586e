"""Kept verdicts, held against the migrations as they are."""

from __future__ import annotations

import msgspec
import pytest

from docgen.analysis.belongs import Relations
from docgen.analysis.proved import Proved, chains, gone_wrong, proved, wrong
from docgen.model.catalog import Catalog
from docgen.model.finding import Finding
from docgen.model.migration import Migration
from docgen.model.proof import Verdict
from docgen.model.proof_file import KeptVerdict, ProofFinding, Replays
from docgen.model.relation import Relation

GROUND = "supabase"


def migration(name: str, digest: str = "") -> Migration:
    return Migration(version=name, name=name, path=f"m/{name}.sql", sql="", digest=digest or f"digest of {name}")


CHAIN = tuple(migration(name) for name in ("1", "2", "3"))


def kept(mode: Replays = "file", verdict: Verdict = "idempotent", name: str = "2") -> KeptVerdict:
    one = migration(name)
    place = chains(CHAIN, GROUND, mode)[one.path]
    return KeptVerdict(file=one.path, digest=one.digest, chain=place, mode=mode, postgres=18, verdict=verdict)


def test_a_verdict_of_the_text_as_it_is_holds() -> None:
    assert proved([kept()], CHAIN, GROUND) == Proved({"m/2.sql": kept()}, (), ("m/1.sql", "m/3.sql"))


def test_without_any_verdict_none_is_missed() -> None:
    assert proved([], CHAIN, GROUND) == Proved({}, (), ())


@pytest.mark.parametrize(
    ("now", "mode", "holds"),
    [
        ((CHAIN[0], migration("2", "edited"), CHAIN[2]), "file", False),
        ((migration("1", "edited"), *CHAIN[1:]), "file", False),
        ((CHAIN[0], migration("new"), *CHAIN[1:]), "file", False),
        ((msgspec.structs.replace(CHAIN[0], transaction=False), *CHAIN[1:]), "file", False),
        ((*CHAIN[:2], migration("3", "edited")), "file", True),
        ((*CHAIN, migration("4")), "file", True),
        ((*CHAIN, migration("4")), "late", False),
        ((*CHAIN, migration("4")), "chain", False),
        ((*CHAIN, migration("4")), "all", False),
        (CHAIN, "all", True),
    ],
)
def test_what_it_rests_on_decides(now: tuple[Migration, ...], mode: Replays, holds: bool) -> None:
    found = proved([kept(mode)], now, GROUND)
    assert ("m/2.sql" in found.verdicts, "m/2.sql" in found.outdated) == (holds, not holds)


def test_another_ground_outdates_all() -> None:
    assert proved([kept()], CHAIN, "another preset").outdated == ("m/2.sql",)


def finding(family: str, *, known: bool = True) -> Finding:
    return Finding(rule="any", family=family, severity="warning", message="", file="m/2.sql", line=1, known=known)


@pytest.mark.parametrize(
    ("verdict", "findings", "counts"),
    [
        ("raises", (), True),
        ("raises", (finding("rerun"),), False),
        ("raises", (finding("rerun", known=False),), True),
        ("raises", (finding("data"),), True),
        ("changes-rows", (finding("data"),), False),
        ("idempotent", (), False),
        ("first-run-failed", (), False),
        ("not-provable", (), False),
    ],
)
def test_what_the_baseline_foretells_is_known(verdict: Verdict, findings: tuple[Finding, ...], counts: bool) -> None:
    one = kept(verdict=verdict)
    assert wrong([one], findings) == ([one] if counts else [])


def test_each_relation_that_a_second_run_fails_on() -> None:
    names = ("a", "b", "c", "d")
    relations = Relations(
        Catalog(relations=tuple(Relation(schema="public", name=name, kind="table", owner="o") for name in names))
    )
    touched = {("m/2.sql", 4): ["public.a"], ("m/2.sql", 7): ["public.b"], ("m/1.sql", 4): ["public.d"]}
    by_line = msgspec.structs.replace(kept(verdict="raises"), findings=(ProofFinding(says="there", line=4),))
    by_name = msgspec.structs.replace(by_line, findings=(ProofFinding(says="more", object="public.c"),))
    by_nothing = msgspec.structs.replace(by_line, findings=())
    said = [[name for name, _ in gone_wrong([one], (), relations, touched)] for one in (by_line, by_name, by_nothing)]
    assert said == [["public.a"], ["public.c"], ["public.a", "public.b"]]
