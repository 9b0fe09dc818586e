"""Every check finds its fault in a small catalog and is silent on the mended one."""

from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from docgen.analysis.advisors import advisors, every
from docgen.errors import ConfigError
from docgen.model.catalog import Catalog

Json = dict[str, Any]


def catalog(*relations: Json, **others: Any) -> Catalog:
    api = [{"name": "anon"}, {"name": "authenticated"}]
    return msgspec.convert({"relations": relations, "roles": api, **others}, Catalog)


def table(name: str = "orders", kind: str = "table", **parts: Any) -> Json:
    key = [{"name": f"{name}_pkey", "kind": "primary key", "columns": ["id"], "definition": "PRIMARY KEY (id)"}]
    parts["constraints"] = [*(key if kind == "table" else []), *parts.pop("constraints", [])]
    return {"schema": "public", "name": name, "kind": kind, "owner": "app", **parts}


def index(name: str, *columns: str, rest: str = "", **more: Any) -> Json:
    keys = ", ".join(columns)
    definition = f"CREATE INDEX {name} ON public.orders USING btree ({keys}){rest}"
    return {"name": name, "definition": definition, "method": "btree", "columns": columns, **more}


def trigger(**more: Any) -> Json:
    base = {"name": "touch", "definition": "", "function": ["public", "f"], "timing": "before", "events": ["update"]}
    return {**base, "level": "row", **more}


def policy(**more: Any) -> Json:
    return {"name": "Own rows", "command": "all", "permissive": True, "roles": ["authenticated"], **more}


def function(**more: Any) -> Json:
    base = {"schema": "public", "name": "f", "kind": "function", "arguments": "", "signature": "", "owner": "app"}
    return {**base, "result": "void", "language": "sql", **more}


def foreign(schema: str, *columns: str) -> Json:
    reference = {"table": [schema, "users"], "columns": columns}
    return constraint("users_fkey", "foreign key", "a", references=reference)


def use(schema: str, name: str) -> Json:
    return {"kind": "relation", "name": [schema, name], "via": "view"}


def constraint(name: str, kind: str, *columns: str, **more: Any) -> Json:
    return {"name": name, "kind": kind, "columns": columns, "definition": "", **more}


ANON = [{"grantee": "anon", "privileges": ["select"]}]
EVERYONE = [{"grantee": "public", "privileges": ["execute"]}]
OWN = "(owner = ( SELECT auth.uid() AS uid))"

# rule: the faulty catalog, the mended one, the objects that are told
CASES: dict[str, tuple[Catalog, Catalog, list[str]]] = {
    "invalid-index": (
        catalog(table(indexes=[index("orders_a", "a", valid=False)])),
        catalog(table(indexes=[index("orders_a", "a")])),
        ["public.orders.orders_a"],
    ),
    "unvalidated-constraint": (
        catalog(
            table(
                constraints=[constraint("positive", "check", "a", validated=False)],
                columns=[{"name": "b", "type": "integer", "not_null": True, "not_null_validated": False}],
            )
        ),
        catalog(table(constraints=[constraint("positive", "check", "a")])),
        ["public.orders.b", "public.orders.positive"],
    ),
    "unenforced-constraint": (
        catalog(table(constraints=[constraint("positive", "check", "a", enforced=False, validated=False)])),
        catalog(table(constraints=[constraint("positive", "check", "a")])),
        ["public.orders.positive"],
    ),
    "disabled-trigger": (
        catalog(table(triggers=[trigger(enabled="disabled")])),
        catalog(table(triggers=[trigger(enabled="replica")])),
        ["public.orders.touch"],
    ),
    "policy-without-row-security": (
        catalog(table(policies=[policy(using=OWN)])),
        catalog(table(policies=[policy(using=OWN)], row_security=True)),
        ["public.orders"],
    ),
    "row-security-without-policy": (
        catalog(table(row_security=True)),
        catalog(table(row_security=True, policies=[policy(using=OWN)])),
        ["public.orders"],
    ),
    "exposed-without-row-security": (
        catalog(table(grants=ANON)),
        catalog(table(), table("safe", grants=ANON, row_security=True), table("seen", kind="view", grants=ANON)),
        ["public.orders"],
    ),
    "policy-always-true": (
        catalog(table(row_security=True, policies=[policy(using="true")])),
        catalog(
            table(row_security=True, policies=[policy(using=OWN), policy(name="b", command="select", using="true")])
        ),
        ['public.orders."Own rows"'],
    ),
    "policy-calls-per-row": (
        catalog(table(row_security=True, policies=[policy(using="(owner = auth.uid())")])),
        catalog(table(row_security=True, policies=[policy(using=OWN)])),
        ['public.orders."Own rows"'],
    ),
    "table-without-primary-key": (
        catalog({**table(), "constraints": []}),
        catalog(table(), {**table("p1", partition_of=["public", "orders"]), "constraints": []}),
        ["public.orders"],
    ),
    "foreign-key-without-index": (
        catalog(
            table(
                constraints=[constraint("orders_fkey", "foreign key", "a", "b")],
                indexes=[index("x", "a"), index("y", "a", "b", predicate="(a > 0)"), index("z", "a", "b", valid=False)],
            )
        ),
        catalog(
            table(
                constraints=[
                    constraint("orders_fkey", "foreign key", "a", "b"),
                    constraint("b_fkey", "foreign key", "d"),
                ],
                indexes=[index("x", "b", "a", "c"), index("y", "d", predicate="(d IS NOT NULL)")],
            )
        ),
        ["public.orders.orders_fkey"],
    ),
    "definer-without-search-path": (
        catalog(routines=[function(security_definer=True)]),
        catalog(routines=[function(security_definer=True, settings=['search_path=""']), function(name="g")]),
        ["public.f()"],
    ),
    "definer-open-to-everyone": (
        catalog(routines=[function(security_definer=True, grants=EVERYONE)]),
        catalog(
            routines=[
                function(security_definer=True),
                function(name="g", grants=EVERYONE),
                function(name="t", security_definer=True, grants=EVERYONE, result="trigger"),
            ]
        ),
        ["public.f()"],
    ),
    "definer-view-exposed": (
        catalog(table("seen", kind="view", grants=ANON)),
        catalog(table("seen", kind="view", grants=ANON, options=["security_invoker=true"]), table("b", kind="view")),
        ["public.seen"],
    ),
    "materialized-view-exposed": (
        catalog(table("seen", kind="materialized view", grants=ANON)),
        catalog(table("seen", kind="materialized view")),
        ["public.seen"],
    ),
    "duplicate-index": (
        catalog(
            table(
                indexes=[
                    index("orders_pkey", "id", unique=True, primary=True, constraint="orders_pkey"),
                    index("by_id", "id"),
                    index("by_a", "a"),
                    index("by_a_again", "a"),
                    index("by_a_b", "a", "b"),
                ]
            )
        ),
        catalog(
            table(
                indexes=[
                    index("by_a", "a", rest=" WHERE (b > 0)", predicate="(b > 0)"),
                    index("by_a_b", "a", "b"),
                    index("by_b", "b DESC"),
                    index("by_b_c", "b", "c"),
                ]
            )
        ),
        ["public.orders.by_a", "public.orders.by_a_again", "public.orders.by_id"],
    ),
    "sequence-smaller-than-column": (
        catalog(
            table(columns=[{"name": "id", "type": "bigint"}]),
            sequences=[
                {
                    "schema": "public",
                    "name": "s",
                    "owner": "app",
                    "type": "integer",
                    "owned_by": [["public", "orders"], "id"],
                }
            ],
        ),
        catalog(
            table(columns=[{"name": "id", "type": "integer"}]),
            sequences=[
                {
                    "schema": "public",
                    "name": "s",
                    "owner": "app",
                    "type": "integer",
                    "owned_by": [["public", "orders"], "id"],
                }
            ],
        ),
        ["public.s"],
    ),
    "foreign-table-exposed": (
        catalog(table(kind="foreign table", grants=ANON)),
        catalog(table(kind="foreign table")),
        ["public.orders"],
    ),
    "accounts-exposed": (
        catalog(table("people", kind="view", grants=ANON, uses=[use("auth", "users")])),
        catalog(
            table("people", kind="view", uses=[use("auth", "users")]),
            table("others", kind="view", grants=ANON, uses=[use("public", "users")]),
        ),
        ["public.people"],
    ),
    "several-permissive-policies": (
        catalog(
            table(
                policies=[
                    policy(name="a", command="select"),
                    policy(name="b", roles=["public"]),
                    policy(name="c", command="delete", roles=["anon"]),
                ]
            )
        ),
        catalog(
            table(
                policies=[
                    policy(name="a", command="select"),
                    policy(name="b", command="update"),
                    policy(name="c", permissive=False),
                    policy(name="d", roles=["service_role"]),
                    policy(name="e", roles=["service_role"]),
                ]
            ),
            roles=[{"name": "service_role", "bypass_row_security": True}],
        ),
        ["public.orders", "public.orders"],
    ),
    "policy-trusts-user-metadata": (
        catalog(
            table(policies=[policy(check="(((auth.jwt() -> 'user_metadata'::text) ->> 'role'::text) = 'x'::text)")])
        ),
        catalog(
            table(policies=[policy(check="(((auth.jwt() -> 'app_metadata'::text) ->> 'role'::text) = 'x'::text)")])
        ),
        ['public.orders."Own rows"'],
    ),
    "function-without-search-path": (
        catalog(routines=[function()]),
        catalog(
            routines=[
                function(settings=['search_path=""']),
                function(name="g", language="c"),
                function(name="h", kind="aggregate"),
                function(name="i", security_definer=True),
            ]
        ),
        ["public.f()"],
    ),
    "definer-open-to-api": (
        catalog(routines=[function(security_definer=True, grants=[{"grantee": "anon", "privileges": ["execute"]}])]),
        catalog(
            routines=[
                function(security_definer=True, grants=EVERYONE),
                function(name="g", grants=[{"grantee": "anon", "privileges": ["execute"]}]),
            ]
        ),
        ["public.f()"],
    ),
    "column-stops-upgrade": (
        catalog(table(columns=[{"name": "f", "type": "regproc[]"}])),
        catalog(
            table(columns=[{"name": "t", "type": "regclass"}]),
            table("v", "view", columns=[{"name": "f", "type": "regproc"}]),
        ),
        ["public.orders.f"],
    ),
    "reference-to-platform-key": (
        catalog(table(constraints=[foreign("auth", "phone")])),
        catalog(table(constraints=[foreign("auth", "id")]), table("b", constraints=[foreign("public", "phone")])),
        ["public.orders.users_fkey"],
    ),
    "personal-data-exposed": (
        catalog(table(grants=ANON, columns=[{"name": "API-Key", "type": "text"}])),
        catalog(
            table(grants=ANON, columns=[{"name": "api_key", "type": "text"}], row_security=True),
            table("b", columns=[{"name": "api_key", "type": "text"}]),
            table("c", grants=ANON, columns=[{"name": "api_keys_seen", "type": "integer"}]),
        ),
        ["public.orders"],
    ),
    "readable-in-graphql": (
        catalog(
            table(grants=ANON),
            table("b", columns=[{"name": "a", "type": "text", "grants": ANON}]),
            extensions=[{"name": "pg_graphql", "schema": "graphql", "version": "1"}],
        ),
        catalog(table(grants=ANON)),
        ["public.b", "public.orders"],
    ),
    "timestamp-without-time-zone": (
        catalog(table(columns=[{"name": "at", "type": "timestamp(3) without time zone"}])),
        catalog(table(columns=[{"name": "at", "type": "timestamp with time zone"}])),
        ["public.orders.at"],
    ),
    "unlogged-table": (catalog(table(persistence="unlogged")), catalog(table()), ["public.orders"]),
    "extension-in-public": (
        catalog(extensions=[{"name": "citext", "schema": "public", "version": "1.6"}]),
        catalog(extensions=[{"name": "citext", "schema": "extensions", "version": "1.6"}]),
        ["citext"],
    ),
}


ASKED = tuple(advisor.name for advisor in every() if advisor.opt_in)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_fault_is_found(rule: str) -> None:
    faulty, _, objects = CASES[rule]

    assert [finding.object for finding in advisors(faulty, ASKED) if finding.rule == rule] == objects


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_mended_catalog_is_silent(rule: str) -> None:
    _, mended, _ = CASES[rule]

    assert [finding for finding in advisors(mended, ASKED) if finding.rule == rule] == []


def test_every_check_has_a_case() -> None:
    assert sorted(CASES) == [advisor.name for advisor in every()]


def test_every_check_says_what_it_means_and_how_to_see_it() -> None:
    assert [one.name for one in every() if not (one.meaning.endswith(".") and one.remedy.endswith("."))] == []
    assert [one.name for one in every() if not one.query.endswith(";")] == []


def test_without_api_roles_nothing_is_exposed() -> None:
    grants = [{"grantee": "public", "privileges": ["select"]}]

    assert advisors(catalog(table(grants=grants), roles=[{"name": "app"}])) == ()


def test_findings_are_sorted_by_rule_and_object() -> None:
    found = advisors(catalog(table("b", grants=ANON, persistence="unlogged"), table("a", grants=ANON)))

    assert [(finding.rule, finding.object) for finding in found] == [
        ("exposed-without-row-security", "public.a"),
        ("exposed-without-row-security", "public.b"),
        ("unlogged-table", "public.b"),
    ]


def test_every_query_runs_on_a_real_server_and_finds_the_fault(database: str) -> None:
    faults = (Path(__file__).parent.parent / "cases" / "advisors" / "faults.sql").read_text()
    found = set()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(faults)
        version = connection.info.server_version
        for advisor in every():
            known = advisor.name != "unenforced-constraint" or version >= 180000
            if known and connection.execute(advisor.query).fetchall():
                found.add(advisor.name)

    assert found | {"unenforced-constraint"} == {advisor.name for advisor in every()}


def test_what_is_asked_for_by_name_runs_only_then() -> None:
    faulty = CASES["timestamp-without-time-zone"][0]

    assert advisors(faulty) == ()
    assert [finding.rule for finding in advisors(faulty, ["timestamp-without-time-zone"])] == [
        "timestamp-without-time-zone"
    ]


@pytest.mark.parametrize(
    ("ignore", "objects"),
    [
        ((), ["public.cache_a", "public.orders"]),
        (("unlogged-table",), []),
        (("unlogged-table public.cache_*",), ["public.orders"]),
        (("extension-in-public public.*",), ["public.cache_a", "public.orders"]),
    ],
)
def test_checks_and_objects_are_left_out(ignore: tuple[str, ...], objects: list[str]) -> None:
    faulty = catalog(table(persistence="unlogged"), table("cache_a", persistence="unlogged"))

    assert [finding.object for finding in advisors(faulty, (), ignore)] == objects


@pytest.mark.parametrize(("select", "ignore"), [(("unloged-table",), ()), ((), ("unloged-table public.*",))])
def test_a_name_of_no_check_is_said(select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match='there is no check "unloged-table"') as caught:
        advisors(catalog(), select, ignore)
    assert caught.value.hint == 'Did you mean "unlogged-table"?'


def test_policies_that_hold_for_every_row_in_either_condition() -> None:
    found = catalog(
        table(
            row_security=True,
            policies=[
                policy(name="a", using="true", check=OWN),
                policy(name="b", using=OWN, check="(1 = 1)"),
                policy(name="c", command="insert"),
                policy(name="d", using=OWN),
            ],
        )
    )

    told = [finding.object for finding in advisors(found) if finding.rule == "policy-always-true"]
    assert told == ["public.orders.a", "public.orders.b"]


def test_the_index_of_a_constraint_is_told_where_another_constraint_has_its_twin() -> None:
    indexes = [
        index("orders_pkey", "id", unique=True, primary=True, constraint="orders_pkey"),
        index("orders_id_key", "id", unique=True, constraint="orders_id_key"),
        index("orders_id_at_key", "id", "at", unique=True, constraint="orders_id_at_key"),
    ]

    told = [one.object for one in advisors(catalog(table(indexes=indexes))) if one.rule == "duplicate-index"]
    assert told == ["public.orders.orders_id_key"]
