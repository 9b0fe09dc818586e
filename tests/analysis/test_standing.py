"""Files held against the history: edits, order, what is gone, what came back under another version."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from docgen.analysis.standing import first_seen, standings
from docgen.model.migration import Applied, History, Likeness, Migration, Seen, Standing
from docgen.sql.normal import sql_digest, statement_digests

SQL = {"1": "create table a (id int);", "2": "create table b (id int);\ncreate index on b (id);", "3": "drop table a;"}


def file(version: str, sql: str = "", name: str = "", **more: Any) -> Migration:
    text = sql or SQL[version]
    return Migration(version=version, name=name or f"n{version}", path=f"m/{version}.sql", sql=text, digest="", **more)


def history(*rows: Applied, newest_only: bool = False) -> History:
    return History(source="any", table="public.history", applied=rows, newest_only=newest_only)


def row(version: str, **more: Any) -> Applied:
    return Applied(version=version, **more)


def told(files: list[Migration], known: History, *seen: Seen) -> list[tuple[Any, ...]]:
    """What differs from the ordinary, per migration."""
    return [
        (one.version, one.state, *(value for value in (one.edit, one.late and "late", one.like, one.other) if value))
        for one in standings(files, known, seen)
    ]


FILES = [file("1"), file("2"), file("3")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["1", "2"], [("1", "applied"), ("2", "applied"), ("3", "pending")]),
        (["2", "1"], [("1", "applied", "late"), ("2", "applied"), ("3", "pending")]),
        (["1", "3"], [("1", "applied"), ("2", "pending", "late"), ("3", "applied")]),
        (["3", "2", "1"], [("1", "applied", "late"), ("2", "applied", "late"), ("3", "applied")]),
        (["1", "2", "3", "4"], [("1", "applied"), ("2", "applied"), ("3", "applied"), ("4", "missing")]),
    ],
)
def test_order(rows: list[str], expected: list[tuple[str, ...]]) -> None:
    assert told(FILES, history(*map(row, rows))) == expected


def test_failed_rolled_back_and_tried_again() -> None:
    known = history(
        row("1", success=False),
        row("1"),
        row("2", rolled_back=True),
        row("3", success=False),
        row("9", rolled_back=True),
    )
    assert told(FILES, known) == [
        ("1", "applied"),
        ("2", "rolled back", "late"),
        ("3", "failed"),
        ("9", "rolled back"),
    ]


def test_the_tools_own_checksum() -> None:
    files = [file("1", checksums=("a", "b")), file("2", checksums=("c",)), file("3", checksums=())]
    known = history(row("1", checksum="b"), row("2", checksum="x"), row("3", checksum="y"))
    assert told(files, known) == [("1", "applied"), ("2", "applied", "checksum"), ("3", "applied")]


def test_a_chained_checksum_tells_the_first_edit_only() -> None:
    files = [file(version, checksums=(version,), chained=True) for version in "123"]
    known = history(row("1", checksum="1"), row("2", checksum="x"), row("3", checksum="y"))
    assert told(files, known) == [("1", "applied"), ("2", "applied", "checksum"), ("3", "applied")]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [(SQL["1"], ""), ("-- new\r\nCREATE TABLE a (id int)".lower(), ""), (SQL["1"] + "select 1;", "statements")],
)
def test_stored_statements(sql: str, expected: str) -> None:
    (one,) = standings([file("1", sql)], history(row("1", statements=statement_digests(SQL["1"]))))
    assert one.edit == expected


@pytest.mark.parametrize(
    ("sql", "checksums", "expected"),
    [
        (SQL["1"], ("k",), ""),
        ("-- said\n" + SQL["1"], ("other",), "text"),
        ("-- said\n" + SQL["1"], (), ""),
        (SQL["3"], ("other",), "statements"),
        (SQL["3"], (), "statements"),
    ],
)
def test_what_an_earlier_build_saw(sql: str, checksums: tuple[str, ...], expected: str) -> None:
    known = history(row("1", checksum="k"))
    seen = Seen(version="1", sql=sql_digest(SQL["1"]), checksum="k")
    (one,) = standings([file("1", sql, checksums=checksums)], known, [seen])
    assert one.edit == expected


def test_a_build_remembers_what_it_saw_first() -> None:
    known = history(row("1", checksum="k"), row("2", checksum="k"), row("4"))
    files = [file("1", checksums=("k",)), file("2", checksums=("edited",)), file("3")]
    first = first_seen(files, known, [Seen(version="4", sql="gone"), Seen(version="5", sql="forgotten")])
    assert first == (Seen(version="1", sql=sql_digest(SQL["1"]), checksum="k"), Seen(version="4", sql="gone"))
    # An edit does not change what was seen; a repair, after which the table holds another checksum, does.
    edited = [file("1", SQL["3"], checksums=("new",))]
    assert first_seen(edited, history(row("1", checksum="k")), first) == first[:1]
    repaired = first_seen(edited, history(row("1", checksum="new")), first)
    assert repaired == (Seen(version="1", sql=sql_digest(SQL["3"]), checksum="new"),)
    assert first_seen(edited, None, first) == first


def test_newest_only_with_an_edit() -> None:
    seen = Seen(version="1", sql=sql_digest("select 1"))
    known = history(row("2"), newest_only=True)
    assert told(FILES, known, seen) == [("1", "applied", "statements"), ("2", "applied"), ("3", "pending")]


@pytest.mark.parametrize(
    ("success", "unread", "state"), [(True, (), "missing"), (True, ("2",), "applied"), (False, (), "failed")]
)
def test_newest_only_without_its_file(success: bool, unread: tuple[str, ...], state: str) -> None:
    found = standings([file("1"), file("3")], history(row("2", success=success), newest_only=True), unread=unread)
    assert [(one.version, one.path, one.state) for one in found] == [
        ("1", "m/1.sql", "applied"),
        ("3", "m/3.sql", "pending"),
        ("2", "", state),
    ]


def test_the_parts_of_a_file() -> None:
    files = [file("1", parts=("a", "b")), file("2", parts=("c",)), file("3", parts=("d",))]
    found = standings(files, history(row("1", parts=("a",)), row("2", parts=("c", "old")), row("3", parts=("e",))))
    assert [(one.state, one.open_parts) for one in found] == [
        ("partly applied", ("b",)),
        ("applied", ()),
        ("pending", ("d",)),
    ]


@pytest.mark.parametrize(
    ("lost", "seen", "like"),
    [
        (row("0", statements=statement_digests("-- x\n" + SQL["2"])), [], "sql"),
        (row("0"), [Seen(version="0", sql=sql_digest(SQL["2"]))], "sql"),
        (row("0", statements=statement_digests(SQL["2"])[:1]), [], "part"),
        (row("0", name="N2"), [], "name"),
        (row("0_n2", name="0_n2"), [], "name"),
    ],
)
def test_one_migration_under_two_versions(lost: Applied, seen: list[Seen], like: Likeness) -> None:
    found = standings([file("1"), file("2")], history(row("1"), lost), seen)
    assert found[1:] == (
        Standing(version="2", path="m/2.sql", state="pending", like=like, other=lost.version),
        Standing(version=lost.version, state="missing", row=lost, like=like, other="2"),
    )


def test_a_squash_that_was_marked_as_applied() -> None:
    lost = row("0", statements=statement_digests(SQL["1"]))
    squashed = file("2", SQL["1"] + SQL["3"])
    found = standings([squashed], history(lost, row("2")))
    assert (found[0].state, found[0].like) == ("applied", "")
    assert (found[1].state, found[1].like, found[1].other) == ("missing", "part", "2")


def test_a_program_is_not_missing() -> None:
    found = standings([file("1")], history(row("1"), row("2"), row("3")), unread=("2",))
    assert [(one.version, one.state) for one in found] == [("1", "applied"), ("2", "applied"), ("3", "missing")]


def test_without_history_nothing_is_known() -> None:
    assert {one.state for one in standings(FILES, None)} == {"unknown"}
    assert msgspec.json.encode(standings(FILES, History(source="any"))) == msgspec.json.encode(standings(FILES, None))
