"""What differs only because the servers or the roles do is gone before two catalogs are compared."""

from __future__ import annotations

import pytest

from docgen.analysis.diff import diff
from docgen.analysis.level import Servers, level
from docgen.model.catalog import Catalog, DefaultPrivilege, Extension, Role, Schema
from docgen.model.name import Name
from docgen.model.relation import Column, Grant, Relation


def table(name: str, owner: str, *grants: Grant, columns: tuple[Column, ...] = ()) -> Relation:
    return Relation(schema="shop", name=name, kind="table", owner=owner, grants=grants, columns=columns)


def differences(expected: Catalog, actual: Catalog, servers: Servers) -> list[tuple[str, str]]:
    return [(change.object, change.attribute) for change in diff(*level(expected, actual, servers))]


SAME = Servers(18, 18)


def test_another_role_runs_the_migrations() -> None:
    reader = Grant(grantee="reader", privileges=("select",))
    mine, theirs = (
        Catalog(
            schemas=(Schema(name="shop", owner=owner, grants=(Grant(grantee=owner, privileges=("usage",)),)),),
            relations=tuple(table(name, owner, reader) for name in "abc"),
            default_privileges=(DefaultPrivilege(role=owner, schema="", kind="tables", grants=(reader,)),),
        )
        for owner in ("postgres", "shop_admin")
    )
    assert differences(mine, theirs, SAME) == []


def test_one_table_of_another_owner_is_told() -> None:
    expected = Catalog(relations=tuple(table(name, "postgres") for name in "abc"))
    actual = Catalog(relations=(table("a", "admin"), table("b", "admin"), table("c", "intern")))
    assert differences(expected, actual, SAME) == [("shop.c", "owner")]


def test_a_role_that_the_migrations_know_is_no_other_name() -> None:
    expected = Catalog(relations=(table("a", "postgres"), table("b", "admin")), roles=(Role(name="admin"),))
    actual = Catalog(relations=(table("a", "admin"), table("b", "admin")))
    assert differences(expected, actual, SAME) == [("shop.a", "owner")]


NAMED = Column(name="id", type="integer", not_null=True, not_null_constraint="id_is_there")
PLAIN = Column(name="id", type="integer", not_null=True)


@pytest.mark.parametrize(("servers", "told"), [(Servers(18, 17), []), (SAME, [("shop.a.id", "not null constraint")])])
def test_names_of_not_null_constraints(servers: Servers, told: list[tuple[str, str]]) -> None:
    expected, actual = (Catalog(relations=(table("a", "x", columns=(column,)),)) for column in (NAMED, PLAIN))
    assert differences(expected, actual, servers) == told


@pytest.mark.parametrize(("servers", "told"), [(Servers(17, 16), []), (SAME, [("shop.a", "grants")])])
def test_maintain(servers: Servers, told: list[tuple[str, str]]) -> None:
    with_maintain = table("a", "x", Grant(grantee="y", privileges=("maintain", "select"), grantable=("maintain",)))
    without = table("a", "x", Grant(grantee="y", privileges=("select",)))
    assert differences(Catalog(relations=(with_maintain,)), Catalog(relations=(without,)), servers) == told


@pytest.mark.parametrize(("servers", "told"), [(Servers(18, 15), []), (SAME, [("shop.q1.id", "identity")])])
def test_identity_of_partitions(servers: Servers, told: list[tuple[str, str]]) -> None:
    expected, actual = (
        Catalog(
            relations=(
                Relation(
                    schema="shop", name="q1", kind="table", owner="x", partition_of=Name("shop", "log"),
                    columns=(Column(name="id", type="bigint", not_null=True, identity=identity),),
                ),
            )
        )
        for identity in ("always", "")
    )  # fmt: skip
    assert differences(expected, actual, servers) == told


@pytest.mark.parametrize(
    ("servers", "told"), [(Servers(15, 14), []), (Servers(16, 15), [("public", "owner"), ("public", "grants")])]
)
def test_the_schema_public(servers: Servers, told: list[tuple[str, str]]) -> None:
    new = Schema(name="public", owner="pg_database_owner", grants=(Grant(grantee="public", privileges=("usage",)),))
    old = Schema(name="public", owner="postgres", grants=(Grant(grantee="public", privileges=("all",)),))
    assert sorted(differences(Catalog(schemas=(new,)), Catalog(schemas=(old,)), servers)) == sorted(told)


@pytest.mark.parametrize(
    ("servers", "told"),
    [(Servers(18, 17), []), (Servers(18, 18, ("citext",)), []), (SAME, [("citext", "version")])],
)
def test_versions_of_extensions(servers: Servers, told: list[tuple[str, str]]) -> None:
    expected, actual = (
        Catalog(extensions=(Extension(name="citext", schema="shop", version=version),)) for version in ("1.8", "1.6")
    )
    assert differences(expected, actual, servers) == told
