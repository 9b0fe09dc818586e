"""What each role may do in the end, and what the pages warn of."""

from __future__ import annotations

import pytest

from docgen.model.catalog import Catalog, Membership, Role, Schema
from docgen.model.relation import Column, Grant, Policy, Relation, RelationKind
from docgen.render.privileges import Privileges
from docgen.render.security import warnings

CATALOG = Catalog(
    schemas=(Schema(name="s", owner="owner", grants=(Grant(grantee="reader", privileges=("usage",)),)),),
    roles=(
        Role(name="root", superuser=True),
        Role(name="admin", bypass_row_security=True, member_of=(Membership(role="reader"),)),
        Role(name="member", member_of=(Membership(role="reader"),)),
        Role(name="stranger", member_of=(Membership(role="reader", inherit=False),)),
        Role(name="deputy", member_of=(Membership(role="owner"), Membership(role="reader"))),
    ),
)
OWN = Policy(name="own", command="select", permissive=True, roles=("reader",), using="mine")
STRICT = Policy(name="strict", command="all", permissive=False, roles=("public",), using="ok")


def relation(
    policies: tuple[Policy, ...] = (),
    *,
    kind: RelationKind = "table",
    secured: bool = True,
    forced: bool = False,
    grantee: str = "reader",
    options: tuple[str, ...] = (),
) -> Relation:
    return Relation(
        schema="s",
        name="t",
        kind=kind,
        owner="owner",
        columns=(Column(name="c", type="text", grants=(Grant(grantee="member", privileges=("update",)),)),),
        grants=(Grant(grantee=grantee, privileges=("insert", "select")),),
        policies=policies,
        row_security=secured,
        force_row_security=forced,
        options=options,
    )


@pytest.mark.parametrize(
    ("role", "command", "made", "reach"),
    [
        ("reader", "select", relation((OWN,)), "policies"),
        ("member", "select", relation((OWN,)), "policies"),
        ("member", "insert", relation((OWN,)), "nothing"),
        ("member", "delete", relation((OWN,)), "none"),
        ("member", "select", relation((STRICT,)), "nothing"),
        ("member", "select", relation(secured=False), "all"),
        ("stranger", "select", relation((OWN,)), "none"),
        ("admin", "select", relation((OWN,)), "all"),
        ("root", "delete", relation((OWN,)), "all"),
        ("deputy", "delete", relation((OWN,)), "all"),
        ("deputy", "delete", relation((OWN,), forced=True), "nothing"),
        ("lonely", "select", relation((OWN,), grantee="public"), "schema"),
        ("member", "select", relation(kind="view", secured=False), "all"),
        ("member", "select", relation(kind="view", secured=False, options=("security_invoker=on",)), "below"),
    ],
)
def test_how_far_a_role_reaches(role: str, command: str, made: Relation, reach: str) -> None:
    assert Privileges(CATALOG).verdict(role, made, command).reach == reach


def test_column_grants_and_policies_are_named() -> None:
    privileges = Privileges(CATALOG)

    assert privileges.verdict("member", relation(secured=False), "update").columns == ("c",)
    assert privileges.verdict("member", relation((OWN, STRICT)), "select").policies == (OWN, STRICT)
    assert privileges.concerned(relation((OWN, STRICT))) == ("public", "member", "reader")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (relation((OWN,)), []),
        (
            relation((OWN,), secured=False),
            ["Policies exist, but row-level security is off: **none of them is in force**."],
        ),
        (relation(), ["Row-level security is on without a policy: only roles that bypass it reach any row."]),
        (
            relation((Policy(name="p", command="update", permissive=True, roles=("public",), using="true"),)),
            ["Policy `p` lets **every row** through."],
        ),
        (relation((Policy(name="p", command="select", permissive=True, roles=("public",), using="true"),)), []),
    ],
)
def test_plain_warnings(made: Relation, expected: list[str]) -> None:
    assert expected == warnings(made, Privileges(CATALOG))
