"""Tests of row security: who sees and may do what, and what cannot be tried says why."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import psycopg
import pytest

from docgen.analysis.expectation import judge_test
from docgen.model.check import RlsResult, RlsTest, Trial
from docgen.postgres.row_security import attempts

SCHEMA = """
create table public.notes (id integer primary key, owner text not null, body text);
alter table public.notes enable row level security;
create policy own on public.notes
  using (owner = current_setting('request.jwt.claims', true)::jsonb ->> 'sub');
"""
SEED = (("seed", "insert into notes values (1, 'anna', 'a'), (2, 'ben', 'b')"),)


@pytest.fixture
def role(database: str) -> Iterator[str]:
    name = f"member_{secrets.token_hex(4)}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA)
        connection.execute(f"create role {name}".encode())
        connection.execute(f"grant select, insert, update on public.notes to {name}".encode())
        yield name
        connection.execute(f"drop owned by {name}; drop role {name}".encode())


def tried(database: str, role: str, *trials: Trial, seed: tuple[tuple[str, str], ...] = SEED) -> RlsResult:
    settings = (("request.jwt.claims", json.dumps({"sub": "anna"})),)
    test = RlsTest(name="t", role=role, settings=settings, seed=seed, trials=trials)
    attempt = next(attempts(database, [test]))
    return judge_test(test, attempt.tried, attempt.error)


def test_what_the_role_sees_and_may_do(database: str, role: str) -> None:
    result = tried(
        database,
        role,
        Trial(kind="sees", sql="select from public.notes", rows=1),
        Trial(kind="sees", sql="select * from notes where owner = 'ben'", rows=0),
        Trial(kind="may", sql="insert into notes values (3, 'anna', 'c')"),
        Trial(kind="may not", sql="insert into notes values (4, 'ben', 'd')"),
        Trial(kind="may not", sql="update notes set body = '' where owner = 'ben'"),
        Trial(kind="may not", sql="delete from notes"),
    )

    assert [(one.passed, one.said) for one in result.trials] == [
        (True, "Sees 1 row."),
        (True, "Sees 0 rows."),
        (True, "Works: 1 row."),
        (True, 'Refused: new row violates row-level security policy for table "notes" (SQLSTATE 42501).'),
        (True, "Finds no row."),
        (True, "Refused: permission denied for table notes (SQLSTATE 42501)."),
    ]
    assert result.passed
    with psycopg.connect(database) as connection:
        assert connection.execute("select count(*) from notes").fetchone() == (0,)


def test_a_hole_in_the_policies_fails_the_test(database: str, role: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("create policy hole on public.notes for select using (true)")

    result = tried(database, role, Trial(kind="sees", sql="select from public.notes", rows=1))

    assert (result.passed, result.trials[0].said) == (False, "Sees 2 rows.")


def test_another_error_is_no_refusal(database: str, role: str) -> None:
    result = tried(database, role, Trial(kind="may not", sql="insert into notes values (1, 'anna', 'c')"))

    assert (result.passed, result.trials[0].said) == (
        False,
        'It fails for another reason: duplicate key value violates unique constraint "notes_pkey" (SQLSTATE 23505).',
    )


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        ("insert into nowhere values (1)", 'seed: relation "nowhere" does not exist (SQLSTATE 42P01)'),
        ("commit", "seed holds commit: only plain statements may make the rows."),
    ],
)
def test_rows_that_cannot_be_made_are_told(database: str, role: str, seed: str, said: str) -> None:
    result = tried(database, role, Trial(kind="sees", sql="select 1", rows=1), seed=(("seed", seed),))

    assert (result.passed, result.said, result.trials) == (False, said, ())


def test_a_role_that_does_not_exist_is_told(database: str, role: str) -> None:
    result = tried(database, "nobody_there", Trial(kind="sees", sql="select 1", rows=1))

    assert result.said == (
        'The role or its settings cannot be taken: role "nobody_there" does not exist (SQLSTATE 22023)'
    )
