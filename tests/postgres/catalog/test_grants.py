"""Access control lists as grants."""

from __future__ import annotations

import pytest

from docgen.model.relation import Grant
from docgen.postgres.catalog.grants import GrantReader

READ = Grant(grantee="ann", privileges=("select",))
ALL = Grant(grantee="ann", privileges=("all",))
CASES: dict[str, tuple[str, list[str] | None, tuple[Grant, ...]]] = {
    "the server's default for a table": ("table", None, ()),
    "the server's default for a routine": ("routine", None, (Grant(grantee="public", privileges=("all",)),)),
    "the owner's own set is implied": ("table", ["own=arwdDxt/own", "ann=r/own"], (READ,)),
    "the owner lost a part": ("schema", ["own=U/own"], (Grant(grantee="own", privileges=("usage",)),)),
    "the owner lost everything": ("schema", [], (Grant(grantee="own", privileges=()),)),
    "everything": ("sequence", ["own=rwU/own", "ann=rwU/own"], (ALL,)),
    "two grantors": ("table", ["own=arwdDxt/own", "ann=r/own", "ann=a/bob"], (
        Grant(grantee="ann", privileges=("insert", "select")),
    )),
    "with grant option": ("table", ["own=arwdDxt/own", "ann=r*w/own"], (
        Grant(grantee="ann", privileges=("select", "update"), grantable=("select",)),
    )),
    "everyone": ("type", ["own=U/own", "=U/own"], (Grant(grantee="public", privileges=("all",)),)),
    "a column has no owner's set": ("column", ["ann=r/own"], (READ,)),
    "quoted names": ("table", ["own=arwdDxt/own", '"a ""b""=/"=r/own'], (
        Grant(grantee='a "b"=/', privileges=("select",)),
    )),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_grants(case: str) -> None:
    kind, acl, expected = CASES[case]
    assert expected == GrantReader(16).read(kind, "own", acl)


@pytest.mark.parametrize(("major", "letters"), [(14, "arwdDxt"), (16, "arwdDxt"), (17, "arwdDxtm"), (18, "arwdDxtm")])
def test_everything_is_all_on_every_version(major: int, letters: str) -> None:
    assert GrantReader(major).read("table", "own", [f"own={letters}/own", f"ann={letters}/own"]) == (ALL,)


def test_the_roles_met_are_collected() -> None:
    reader = GrantReader(18)
    reader.read("table", "own", ["own=arwdDxtm/own", "ann=r/own", "=r/own"])
    reader.read("table", "own", ["own=arwdDxtm/own", "ann=r/own", "=r/own"])
    assert {"ann"} == reader.roles
