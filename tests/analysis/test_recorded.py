"""What a replay recorded counts before parsing, as long as the file is the one that was replayed."""

from __future__ import annotations

from docgen.analysis.recorded import done
from docgen.model.migration import Migration, MigrationRecord, RecordedTouch, Replay, ReplayFailure

SQL = """create table if not exists orders (id int);
alter table orders
  add column a int,
  add column b int;
grant select on orders to public;
insert into orders values (1);
"""
FILE = Migration(version="1", name="x", path="1.sql", sql=SQL, digest="true")


def said(replay: Replay | None) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.verb, one.kind, one.object) for one in done([FILE], replay)]


PARSED = [
    (1, "create", "table", "public.orders"),
    (3, "add", "column", "public.orders.a"),
    (4, "add", "column", "public.orders.b"),
    (5, "grant", "table", "public.orders"),
    (6, "insert", "row", "public.orders"),
]
RECORD = MigrationRecord(
    path="1.sql", digest="true", touches=(RecordedTouch(2, "add", "column", "public.orders.b", "public.orders"),)
)


def test_without_a_record_parsing_speaks() -> None:
    assert said(None) == PARSED
    assert said(Replay()) == PARSED


def test_a_record_speaks_for_itself_at_the_line_that_parsing_knows() -> None:
    expected = [
        (4, "add", "column", "public.orders.b"),
        (5, "grant", "table", "public.orders"),
        (6, "insert", "row", "public.orders"),
    ]
    assert said(Replay(records=(RECORD,))) == expected


def test_a_record_of_another_text_does_not_count() -> None:
    other = MigrationRecord(path="1.sql", digest="other")
    assert said(Replay(records=(other,))) == PARSED


def test_what_failed_was_not_done() -> None:
    failure = ReplayFailure(path="1.sql", line=6, statement="insert", sqlstate="23514", message="no")
    assert said(Replay(failures=(failure,))) == PARSED[:-1]
