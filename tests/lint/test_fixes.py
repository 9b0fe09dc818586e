"""Fixes on a real server: the first run of the mended file does what it did, the second one changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.lint.fix import fixes_of, mend
from docgen.lint.rule import Rule, rules
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration
from docgen.postgres.server.cluster import Cluster
from docgen.sql.split import split
from tests.lint.state import state
from tests.lint.test_rules import RUN

CASES: list[dict[str, Any]] = [
    case
    for line in (Path(__file__).parents[1] / "cases/lint/rerun-cases.jsonl").read_bytes().splitlines()
    if (case := msgspec.json.decode(line))["verdict"] in ("raises", "changes")
]


# What refuses to run in a transaction, or reads from another session what is there.
ALONE = {"idx.conc", "enum.newtype.addvalue.use.tx", "enum.addvalue.use.tx", "ft.import"}
# What no fix mends, each with its reason.
WITHOUT = {
    "table.create.temp": "a temporary table is gone when the next run begins: lint says nothing",
    "table.rename.backup.ie": "the old name is there again: the rename is not all that the second run undoes",
    "table.detach.conc": "CONCURRENTLY cannot stand in the block that a look needs",
    "con.dropadd.usingindex": "DROP CONSTRAINT takes the index with it that ADD CONSTRAINT uses",
    "sub.create": "a subscription cannot be created in a block",
    "sub.addpub": "a subscription cannot be changed in a block",
    "db.create": "a database cannot be created in a block",
    "misc.prepare": "a prepared statement lives with the session",
    "misc.call": "a procedure call: lint says nothing",
    "x.nextval": "a function call: lint says nothing",
    "dml.insert.nokey": "without a key and names of columns nobody knows which rows are the same",
    "dml.insert.select": "without a key nobody knows which rows are the same",
    "dml.insert.ocdn.serial": "ON CONFLICT is there: lint says nothing",
    "dml.insert.random": "ON CONFLICT is there: lint says nothing",
    "x.ocdn.wrongkey": "ON CONFLICT is there: lint says nothing",
    "x.tbl.dropcreate.data": "DROP and CREATE: lint says nothing of rerun",
    "dml.insert.ocdu.inc": "which rows still need it only the author knows",
    "dml.update.self": "which rows still need it only the author knows",
    "dml.update.concat": "which rows still need it only the author knows",
    "dml.update.now": "which rows still need it only the author knows",
    "dml.merge.upd": "which rows still need it only the author knows",
    "dml.swap": "which rows still need it only the author knows",
    "x.do.execute": "the statement is a string constant of PL/pgSQL",
}
# What is mended in part: the rest goes on to raise.
PARTLY = {"table.rename.backup": "the old name is there again: the rename is not all that the second run undoes"}
# What only an unsafe fix mends, and not for every row.
DOUBTFUL = {"x.copy.like": "ON CONFLICT by a key that the query computes anew"}


# Fixes beside those of the pages; and, for each fixed example of a page whose statement does not do on its first run
# what it was meant to do, SQL that does.
FILE = tomllib.loads((Path(__file__).parents[1] / "cases/lint/fixes.toml").read_text(encoding="utf-8"))
MORE: list[dict[str, Any]] = FILE["case"]
MEANT: dict[str, list[str]] = FILE["meant"]


def migration(path: str, sql: str, **run: Any) -> Migration:
    return Migration(version=path, name=path, path=path, sql=sql, digest="", **run)


def findings(setup: str, sql: str, **run: Any) -> list[Finding]:
    return [one for one in lint([migration("1.sql", setup), migration("2.sql", sql, **run)]) if one.file == "2.sql"]


def mended(setup: str, sql: str, unsafe: bool = True, **run: Any) -> str:
    """The file after as many rounds as it takes."""
    for _ in range(5):
        fixed = mend(sql, fixes_of(findings(setup, sql, **run), unsafe)).text
        if fixed == sql:
            break
        sql = fixed
    return sql


class Shown(NamedTuple):
    """An example of a rule's page with its fix, and what the statement was meant to do."""

    rule: Rule
    setup: str
    bad: str
    fixed: str
    meant: str


def examples() -> Iterator[Shown]:
    for rule in rules():
        setup = "".join(one.sql for one in rule.examples if one.kind == "setup")
        meant = iter(MEANT.get(rule.name, ()))
        for bad, fixed in zip(rule.examples, rule.examples[1:], strict=False):
            if (bad.kind, fixed.kind) == ("bad", "fixed"):
                yield Shown(rule, setup, bad.sql, fixed.sql, next(meant, bad.sql))


EXAMPLES = list(examples())
NAMES = [shown.rule.name for shown in EXAMPLES]


@pytest.fixture(scope="module")
def connection(server: Cluster) -> Iterator[psycopg.Connection[Any]]:
    with server.database("fixes") as url, psycopg.connect(url) as connection:
        yield connection


def run(connection: psycopg.Connection[Any], sql: str) -> set[tuple[str, ...]]:
    """The state after the SQL."""
    if sql.strip():
        connection.execute(sql.encode())
    return state(connection)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_with_a_fix_shows_it(rule: Rule) -> None:
    setup = "".join(one.sql for one in rule.examples if one.kind == "setup")
    bad = [one.sql for one in rule.examples if one.kind == "bad"]
    found = [one for sql in bad for one in findings(setup, sql, **RUN.get(rule.name, {})) if one.rule == rule.name]
    assert (rule.name in NAMES) == any(one.fix for one in found)


@pytest.mark.parametrize("shown", EXAMPLES, ids=NAMES)
def test_the_page_shows_what_the_fix_writes(shown: Shown) -> None:
    run = RUN.get(shown.rule.name, {})
    found = [one for one in findings(shown.setup, shown.bad, **run) if one.rule == shown.rule.name]
    assert mend(shown.bad, fixes_of(found, unsafe=True)).text == shown.fixed
    assert [one for one in findings(shown.setup, shown.fixed, **run) if one.rule == shown.rule.name] == []


@pytest.mark.parametrize("case", MORE, ids=lambda case: f"{case['rule']}: {case['name']}")
def test_a_case_is_mended_as_expected(case: dict[str, Any]) -> None:
    setup, run = case.get("setup", ""), case.get("run", {})
    found = [one for one in findings(setup, case["bad"], **run) if one.rule == case["rule"]]
    fixes = fixes_of(found, unsafe=True)
    assert (mend(case["bad"], fixes).text, {one.safe for one in fixes}) == (
        case.get("fixed", case["bad"]),
        {case["safe"]} if "fixed" in case else set(),
    )
    assert bool(found)


@pytest.mark.parametrize("shown", EXAMPLES, ids=NAMES)
def test_a_fixed_example_runs_twice_and_changes_nothing(
    shown: Shown, connection: psycopg.Connection[Any], server: Cluster
) -> None:
    if shown.rule.family == "transaction":
        prove_alone(server, shown.setup, shown.meant, shown.fixed, **RUN.get(shown.rule.name, {}))
    else:
        prove(connection, shown.setup, shown.meant, shown.fixed)


@pytest.mark.parametrize("case", [case for case in MORE if "fixed" in case], ids=lambda case: str(case["name"]))
def test_a_mended_case_runs_twice_and_changes_nothing(
    case: dict[str, Any], connection: psycopg.Connection[Any], server: Cluster
) -> None:
    setup, run = case.get("setup", ""), case.get("run", {})
    fixed = mended(setup, case["bad"], **run)
    assert {one.rule for one in findings(setup, fixed, **run)} <= set(case.get("left", ()))
    if case.get("alone"):
        prove_alone(server, setup, case.get("meant", case["bad"]), fixed, **run)
    else:
        prove(connection, setup, case.get("meant", case["bad"]), fixed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_fixed_case_runs_twice_and_changes_nothing(
    case: dict[str, Any], connection: psycopg.Connection[Any], server: Cluster
) -> None:
    setup, bad = ("".join(f"{one};\n" for one in case[part]) for part in ("setup", "statements"))
    fixed = mended(setup, bad)
    if case["id"] in WITHOUT:
        assert fixed == bad
        return
    if case["id"] in DOUBTFUL:
        assert mended(setup, bad, unsafe=False) == bad
        return
    if case["id"] in PARTLY:
        assert "rename-without-guard" in {one.rule for one in findings(setup, fixed)}
        return
    left = {one.rule for one in findings(setup, fixed) if one.family in ("rerun", "handler", "duplicate", "data")}
    assert left == set()
    if case["id"] in ALONE:
        prove_alone(server, setup, bad, fixed)
    else:
        prove(connection, setup, bad, fixed)


def prove(connection: psycopg.Connection[Any], setup: str, meant: str, fixed: str) -> None:
    """Runs both one after the other in transactions that are rolled back."""
    states = []
    for sql in (meant, fixed):
        with connection.transaction(force_rollback=True):
            run(connection, setup)
            states.append(run(connection, sql))
            if len(states) == 2:
                states.append(run(connection, sql))
    same(*states)


def prove_alone(server: Cluster, setup: str, meant: str, fixed: str, **options: Any) -> None:
    """Runs both in databases of their own, each statement in a transaction of its own unless the tool opens one."""
    opens = options.get("opening") == "begin"
    states: list[set[tuple[str, ...]]] = []
    for sql in (meant, fixed):
        text = f"BEGIN;\n{sql}\nCOMMIT;" if opens else sql
        with server.database("alone") as url, psycopg.connect(url, autocommit=True) as connection:
            runs = []
            for each in (setup, text, text)[: 3 if states else 2]:
                for start, end in split(each):
                    connection.execute(each[start:end].encode())
                runs.append(state(connection))
            states += runs[1:]
    same(*states)


def same(original: set[tuple[str, ...]], first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> None:
    assert first ^ original == set(), "the first run has changed"
    assert second ^ first == set(), "the second run changes something"


LAYOUTS = st.lists(st.sampled_from([" ", "\n", "\r\n", "\t", " /* ü */ ", " -- 'ö $$\n"]), min_size=1, max_size=3)
PIECES = (
    ["CREATE", "TABLE", '"Tür ß"', "(a int)"],
    ["ALTER", "TABLE", "t", "ADD", "CONSTRAINT", '"ç$$"', "CHECK (a > 0)"],
)
WORDS = (
    ["CREATE", "TABLE", '"Tür ß"', "(a int)"],
    ["ALTER", "TABLE", "t", "ADD", "CONSTRAINT", '"ç$$"', "CHECK (a > 0)"],
    ["alter", "table", "only", "public.t", "add", "c int", ",", "add", "unique", "(a)", ",", "drop", "column", "b"],
    ["CREATE", "UNIQUE", "INDEX", "i", "ON", "t", "(a)"],
    ["create", "policy", '"π"', "on", "public.t", "using", "(a = '1'::text::int)"],
    ["ALTER", "TABLE", "t", "RENAME", "COLUMN", "b", "TO", '"ﬀ"'],
    ["CREATE", "TYPE", "mood", "AS ENUM ('é', '$$')"],
    ["INSERT", "INTO", "k", "VALUES", "(1)"],
)


@given(st.data())
def test_fixes_keep_every_character_of_the_author(data: st.DataObject) -> None:
    setup = "CREATE TABLE t (a int, b int); CREATE TABLE k (a int PRIMARY KEY);"
    chosen = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique_by=tuple))
    parts = ["".join(word + "".join(data.draw(LAYOUTS)) for word in words) for words in chosen]
    sql = ";\n".join(parts) + ";"
    fixed = mended(setup, sql)
    assert mended(setup, fixed) == fixed
    assert kept(sql, fixed)
    assert [one.message for one in findings(setup, fixed) if one.family in ("syntax", "rerun")] == []


def kept(sql: str, fixed: str) -> bool:
    """Whether every character that is no blank is there, in the author's order; a comma may have become a semicolon."""
    rest = iter(fixed)
    return all(any(there == one or (one == "," and there == ";") for there in rest) for one in "".join(sql.split()))
