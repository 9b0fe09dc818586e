"""The matrix against real statements: what each role sees, changes, deletes and adds, run and undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.analysis.access.effective import Access, Verdict
from docgen.model.relation import Relation
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.server.cluster import Cluster

Connection = psycopg.Connection[tuple[Any, ...]]

ROLES = [f"st_{number}" for number in range(4)]
ROWS = ("(1, 'a')", "(2, 'a')", "(3, 'b')", "(4, 'b')")
NEW_ROWS = ("(5, 'a')", "(6, 'b')", "(7, 'c')")
EXPRESSIONS = (
    "true",
    "false",
    "id > 2",
    "id < 6",
    "owner = 'a'",
    "owner = 'b' or id = 1",
    "id in (select 2)",
    "owner <> ')'",
)
RELATIONS = ("s.t", "s.v1", "s.v2", "s.v3", "s.grouped")
REFUSED = "refused"


@st.composite
def worlds(draw: st.DrawFn) -> list[str]:
    """A table with rows and policies, views on it to three levels, and roles with grants."""
    flags = st.sampled_from(["", "", "bypassrls", "superuser"])
    made = [f"create role {role} {draw(flags)}" for role in ROLES]
    for member in range(1, len(ROLES)):
        held = draw(st.sets(st.integers(0, member - 1), max_size=1))
        made += [f"grant {ROLES[one]} to {ROLES[member]} with inherit {draw(st.booleans())}" for one in held]
    made += ["create schema s", "create schema hidden", "create table s.t (id integer, owner text, note text)"]
    made.append(f"insert into s.t values {', '.join(ROWS)}")
    for name, below in (("v1", "t"), ("v2", "v1"), ("v3", "v2")):
        option = draw(st.sampled_from(["", "with (security_invoker)"]))
        made.append(f"create view s.{name} {option} as select id, owner, note from s.{below}")
    made.append("create view s.grouped as select max(id) as id, owner, min(note) as note from s.t group by owner")
    for name in draw(st.sets(st.sampled_from(["v1", "v2", "v3", "t"]))):
        made.append(f"alter table s.{name} owner to {draw(st.sampled_from(ROLES))}")
    body = "returns bigint language sql as 'select count(*) from s.t'"
    made.append(f"create function s.seen() {body} {draw(st.sampled_from(['', 'security definer']))}")
    made.append(f"alter function s.seen() owner to {draw(st.sampled_from(ROLES))}")
    grantees = st.sampled_from([*ROLES, "public"])
    if draw(st.booleans()):
        made += ["grant all on all tables in schema s to public", "grant usage on schema s to public"]
    if draw(st.booleans()):
        made.append("revoke execute on function s.seen() from public")
        made.append(f"grant execute on function s.seen() to {draw(grantees)}")
    privileges = ("select", "insert", "update", "delete", "select, insert, update, delete", "all", "select (id, owner)")
    for _ in range(draw(st.integers(2, 10))):
        made.append(
            f"grant {draw(st.sampled_from(privileges))} on {draw(st.sampled_from(RELATIONS))} to {draw(grantees)}"
        )
    for role in draw(st.sets(grantees)):
        made.append(f"grant usage on schema s to {role}")
    if draw(st.sampled_from([True, True, True, False])):
        made.append("alter table s.t enable row level security")
    if draw(st.booleans()):
        made.append("alter table s.t force row level security")
    if draw(st.booleans()):
        made.append("create policy base on s.t to public using (id <> 3)")
    for number in range(draw(st.integers(0, 5))):
        made.append(f"create policy p{number} on s.t {draw(policies())} {draw(grantees.map('to {}'.format))}")
    return [_policy_in_order(statement) for statement in made]


@st.composite
def policies(draw: st.DrawFn) -> str:
    command = draw(st.sampled_from(["all", "all", "select", "insert", "update", "delete"]))
    kind = draw(st.sampled_from(["permissive", "permissive", "restrictive"]))
    using = f" using ({draw(st.sampled_from(EXPRESSIONS))})" if command != "insert" else ""
    check = f" with check ({draw(st.sampled_from(EXPRESSIONS))})" if command not in ("select", "delete") else ""
    if draw(st.booleans()) and using and check:
        check = ""
    return f"as {kind} for {command} @{using}{check}@"


def _policy_in_order(statement: str) -> str:
    """TO stands before USING: what is between the two @ goes to the end."""
    if "@" not in statement:
        return statement
    head, expressions, roles = statement.split("@")
    return f"{head}{roles} {expressions}"


@pytest.fixture(scope="module")
def connection(server: Cluster) -> Iterator[Connection]:
    with server.database("access_statements") as url, psycopg.connect(url) as opened:
        yield opened


@settings(max_examples=120)
@given(made=worlds())
def test_every_role_reaches_what_the_matrix_says(connection: Connection, made: list[str]) -> None:
    try:
        for statement in made:
            connection.execute(statement.encode())
        connection.execute("set local search_path = ''")
        catalog = read_catalog(connection, ("s",))
        access = Access(catalog)
        table = next(one for one in catalog.relations if one.name == "t")
        for role in (role.name for role in catalog.roles if role.name in ROLES):
            for routine in catalog.routines:
                actor = routine.owner if routine.security_definer else role
                verdict = access.verdict(actor, table, "select") if access.calls(role, routine) else Verdict("none")
                expected = said(connection, table, "select", verdict)
                assert (role, routine.name, expected) == (role, routine.name, called(connection, role))
            for relation in catalog.relations:
                for command in ("select", "insert", "update", "delete"):
                    verdict = access.verdict(role, relation, command)
                    expected = said(connection, relation, command, verdict)
                    assert (role, command, relation.name, expected) == (
                        role, command, relation.name, done(connection, relation, command, role, verdict)
                    )  # fmt: skip
    finally:
        connection.rollback()


def done(connection: Connection, relation: Relation, command: str, role: str, verdict: Verdict) -> object:
    """What happens: for each statement the number of rows, or that it is refused."""
    name = f"s.{relation.name}"
    if command == "insert":
        columns = ", ".join(verdict.columns or ("id", "owner"))
        return [_count(connection, role, f"insert into {name} ({columns}) values {row}") for row in NEW_ROWS]
    text = {
        "select": f"select {', '.join(verdict.columns) or '*'} from {name}",
        "update": f"update {name} set note = 'x'",
        "delete": f"delete from {name}",
    }[command]
    return _count(connection, role, text)


def called(connection: Connection, role: str) -> object:
    """How many rows the function sees, called by ``role``."""
    return _count(connection, role, "select from generate_series(1, s.seen())")


def said(connection: Connection, relation: Relation, command: str, verdict: Verdict) -> object:
    """The same as the matrix says it: the conditions that it names are asked of the rows by a superuser."""
    if verdict.reach in ("none", "schema", "refused", "read only"):
        return [REFUSED] * len(NEW_ROWS) if command == "insert" else REFUSED
    limits = [limit.verdict for limit in verdict.below] or [verdict]
    assert len(limits) == 1, "these views have one table"
    using, check = limits[0].condition
    if command == "insert":
        return [1 if _fulfils(connection, row, check or "true") else REFUSED for row in NEW_ROWS]
    using, check = using or "true", check or "true"
    counted = "count(distinct owner)" if relation.name == "grouped" else "count(*)"
    reached = connection.execute(f"select {counted} from s.t where {using}".encode()).fetchone()
    refused = connection.execute(f"select count(*) from s.t where ({using}) and not ({check})".encode()).fetchone()
    assert reached and refused
    return REFUSED if refused[0] else reached[0]


def _fulfils(connection: Connection, row: str, check: str) -> bool:
    found = connection.execute(f"select from (values {row}) as t (id, owner) where {check}".encode())
    return bool(found.fetchall())


def _count(connection: Connection, role: str, statement: str) -> object:
    connection.execute("savepoint tried")
    try:
        connection.execute(f"set local role {role}".encode())
        return connection.execute(statement.encode()).rowcount
    except (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.ObjectNotInPrerequisiteState,
        psycopg.errors.FeatureNotSupported,
    ):
        return REFUSED
    finally:
        connection.execute("rollback to savepoint tried")
        connection.execute("reset role")
