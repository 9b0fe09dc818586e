"""The matrix against the server's own has_table_privilege() and its sisters, cell by cell."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.server.cluster import Cluster
from docgen.sql.split import split
from tests.analysis.access.server_answers import answered, computed
from tests.postgres.catalog.test_introspect import role_exists

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases"
WORLDS = (
    ("examples/portal/live.sql",),
    ("tests/cases/catalog/roles.sql", "tests/cases/catalog/schema.sql"),
    ("tests/cases/advisors/faults.sql",),
)


@pytest.mark.parametrize("files", WORLDS, ids=lambda files: files[-1])
def test_the_matrix_is_what_the_server_answers(database: str, files: tuple[str, ...]) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        for file in files:
            if file.endswith("roles.sql") and role_exists(database):
                continue
            sql = (ROOT / file).read_text(encoding="utf-8")
            for start, end in split(sql):
                connection.execute(sql[start:end].encode())
    with psycopg.connect(database) as connection:
        connection.execute("set search_path = ''")
        catalog = read_catalog(connection)
        assert computed(catalog) == answered(connection, catalog)
        assert len(computed(catalog)) > 50


ROLES = [f"ac_{number}" for number in range(5)]
GRANTEES = st.sampled_from([*ROLES, "public"])
OBJECTS = {
    "table s.t": ("select", "insert", "update", "delete", "truncate", "references", "trigger", "maintain", "all"),
    "table s.v": ("select", "insert", "all"),
    "sequence s.q": ("usage", "select", "update", "all"),
    "schema s": ("usage", "create", "all"),
    "function s.f()": ("execute",),
    "type s.e": ("usage",),
}
OPTIONS = st.sampled_from(["", "with inherit false", "with inherit true", "with admin true", "with set false"])


@st.composite
def statements(draw: st.DrawFn) -> list[str]:
    """Roles, memberships, owners, grants and what is taken away again."""
    made = [
        f"create role {role} {draw(st.sampled_from(['', 'superuser', 'noinherit', 'bypassrls', 'login']))}"
        for role in ROLES
    ]
    made += [
        "create schema s",
        "create table s.t (a integer, b text)",
        "create view s.v as select * from s.t",
        "create sequence s.q",
        "create function s.f() returns integer language sql return 1",
        "create type s.e as enum ('x')",
    ]
    for member in range(1, len(ROLES)):
        held = draw(st.sets(st.integers(0, member - 1), max_size=2))
        made += [f"grant {ROLES[one]} to {ROLES[member]} {draw(OPTIONS)}" for one in held]
    if draw(st.booleans()):
        predefined = st.sampled_from(["pg_read_all_data", "pg_write_all_data", "pg_maintain"])
        made.append(f"grant {draw(predefined)} to {draw(st.sampled_from(ROLES))} {draw(OPTIONS)}")
    for thing in draw(st.sets(st.sampled_from([*OBJECTS]), max_size=3)):
        made.append(f"alter {'view s.v' if thing.endswith('.v') else thing} owner to {draw(st.sampled_from(ROLES))}")
    for _ in range(draw(st.integers(1, 8))):
        thing = draw(st.sampled_from([*OBJECTS]))
        made.append(f"grant {draw(st.sampled_from(OBJECTS[thing]))} on {thing} to {draw(GRANTEES)}")
    for _ in range(draw(st.integers(0, 3))):
        command = draw(st.sampled_from(["select (a)", "update (b)", "insert (a, b)", "references (a)", "all (b)"]))
        made.append(f"grant {command} on s.t to {draw(GRANTEES)}")
    for _ in range(draw(st.integers(0, 3))):
        thing = draw(st.sampled_from([*OBJECTS]))
        made.append(f"revoke {draw(st.sampled_from(OBJECTS[thing]))} on {thing} from {draw(GRANTEES)}")
    return made


@pytest.fixture(scope="module")
def empty(server: Cluster) -> object:
    with server.database("access_generated") as url, psycopg.connect(url) as connection:
        yield connection


@settings(max_examples=60)
@given(made=statements())
def test_generated_grants_are_judged_as_the_server_judges(empty: psycopg.Connection, made: list[str]) -> None:
    try:
        for statement in made:
            empty.execute(statement.encode())
        empty.execute("set local search_path = ''")
        catalog = read_catalog(empty, ("s",))
        assert computed(catalog) == answered(empty, catalog)
    finally:
        empty.rollback()
