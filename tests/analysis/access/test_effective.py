"""What each role may do in the end, and how several policies become one condition."""

from __future__ import annotations

import pytest

from docgen.analysis.access.effective import Access
from docgen.analysis.access.rows import Condition, condition
from docgen.model.catalog import Catalog, Membership, Role, Schema
from docgen.model.relation import Column, Grant, Policy, Relation, RelationKind

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
        ("member", "select", relation(kind="view", secured=False, options=("security_invoker=on",)), "all"),
    ],
)
def test_how_far_a_role_reaches(role: str, command: str, made: Relation, reach: str) -> None:
    assert Access(CATALOG).verdict(role, made, command).reach == reach


def test_column_grants_and_policies_are_named() -> None:
    access = Access(CATALOG)

    assert access.verdict("member", relation(secured=False), "update").columns == ("c",)
    assert access.verdict("member", relation((OWN, STRICT)), "select").policies == (OWN, STRICT)
    assert access.concerned(relation((OWN, STRICT))) == ("public", "admin", "deputy", "member", "reader")


def policy(using: str, check: str = "", *, permissive: bool = True) -> Policy:
    return Policy(name="p", command="all", permissive=permissive, roles=("public",), using=using, check=check)


@pytest.mark.parametrize(
    ("policies", "command", "expected"),
    [
        ((), "select", Condition("false", "")),
        ((policy("(a)"),), "select", Condition("a", "")),
        ((policy("(a)"),), "insert", Condition("", "a")),
        ((policy("a", "b"),), "update", Condition("a", "b")),
        ((policy("a OR b"), policy("c")), "delete", Condition("(a OR b) OR (c)", "")),
        ((policy("a"), policy("b", permissive=False)), "select", Condition("(a) AND (b)", "")),
        ((policy("a"), policy("b"), policy("c", permissive=False)), "select", Condition("((a) OR (b)) AND (c)", "")),
        ((policy("a"), policy("true")), "select", Condition("true", "")),
        ((policy("true"), policy("c OR d", permissive=False)), "select", Condition("c OR d", "")),
        ((policy("c", permissive=False),), "select", Condition("false", "")),
        ((policy("a"), policy("false", permissive=False)), "select", Condition("false", "")),
        ((policy("a"), policy("false")), "select", Condition("a", "")),
        ((policy("", "b"),), "select", Condition("false", "")),
        ((policy("(a = ')') OR (b)"),), "select", Condition("(a = ')') OR (b)", "")),
    ],
)
def test_policies_become_one_condition(policies: tuple[Policy, ...], command: str, expected: Condition) -> None:
    assert condition(policies, command) == expected
