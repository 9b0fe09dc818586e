"""The history of migrations, read from real tables of tools that keep one."""

from __future__ import annotations

import psycopg
import pytest

from docgen.model.migration import Applied, History, HistoryQuery
from docgen.postgres.connect import connect
from docgen.postgres.history import read_history

TOOL = HistoryQuery(
    source="tool",
    schema="public",
    table="done",
    columns=("version", "ok"),
    sql="select version, '2025-01-01T00:00:00Z' as at, 'ci' as by, ok as success from public.done order by version",
)
OTHER = HistoryQuery(
    source="other",
    schema="ops",
    table="Log",
    columns=("id",),
    sql="select id as version, 'first' as name, null as by, 'abc' as checksum from ops.\"Log\" order by id",
    newest_only=True,
)

CASES = {
    "no table": (
        "",
        (TOOL, OTHER),
        History(source="tool", note="The database has no history table of a migration tool."),
    ),
    "no query": ("", (), History(source="", note="No migration tool with a history table is known here.")),
    "applied and failed": (
        "create table done (version text, ok bool); insert into done values ('2', false), ('1', true)",
        (OTHER, TOOL),
        History(
            source="tool",
            table="public.done",
            applied=(
                Applied(version="1", at="2025-01-01T00:00:00Z", by="ci"),
                Applied(version="2", at="2025-01-01T00:00:00Z", by="ci", success=False),
            ),
            note="Marked as failed: 2.",
        ),
    ),
    "the newest only": (
        'create schema ops; create table ops."Log" (id int); insert into ops."Log" values (7)',
        (TOOL, OTHER),
        History(
            source="other",
            table='ops."Log"',
            applied=(Applied(version="7", name="first", checksum="abc"),),
            note='ops."Log" keeps the newest version only.',
            newest_only=True,
        ),
    ),
    "a table of that name with other columns": (
        "create table done (version text)",
        (TOOL,),
        History(source="tool", note="public.done is not the history of tool: it has no ok."),
    ),
    "a column of another type": (
        "create table done (version text, ok text); insert into done values ('1', 'yes')",
        (
            HistoryQuery(
                source="tool", schema="public", table="done", columns=("ok",), sql="select ok + 1 from public.done"
            ),
        ),
        History(source="tool", note="public.done cannot be read: operator does not exist: text + integer."),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_history(database: str, case: str) -> None:
    setup, queries, expected = CASES[case]
    with psycopg.connect(database, autocommit=True) as writer:
        writer.execute(setup.encode() or b"select")
    with connect(database) as connection:
        assert expected == read_history(connection, queries)
        assert connection.execute("select 1").fetchall() == [(1,)], "the transaction still works"


def test_a_table_that_the_role_may_not_read_is_named(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as writer:
        writer.execute("create table public.done (version text, ok bool)")
        writer.execute("drop role if exists docgen_history_reader")
        writer.execute("create role docgen_history_reader login")
    url = psycopg.conninfo.make_conninfo(database, user="docgen_history_reader")
    with connect(url) as connection:
        assert History(source="tool", note="The role may not read public.done, the history of tool.") == read_history(
            connection, [TOOL]
        )
