"""What the pages of relations warn of."""

from __future__ import annotations

import pytest

from docgen.analysis.access.effective import Access
from docgen.model.catalog import Catalog, Membership, Role, Schema
from docgen.model.relation import Column, Grant, Policy, Relation, RelationKind
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
    assert expected == warnings(made, Access(CATALOG))
