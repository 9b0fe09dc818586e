"""Parsing: statements, their places and actions, and that any text gives an answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.sql.parse import parse
from docgen.sql.split import split


def actions(sql: str) -> list[tuple[str, str, str, str]]:
    return [(one.verb, one.kind, one.relation, one.name) for statement in parse(sql) for one in statement.actions]


def spans(sql: str) -> list[str]:
    return [sql[start:end] for start, end in split(sql)]


def test_a_create_table_holds_its_columns_and_constraints() -> None:
    sql = "CREATE TABLE shop.orders (id bigint PRIMARY KEY, total numeric(10,2), CONSTRAINT paid CHECK (total > 0));"
    (statement,) = parse(sql)
    found = [(one.verb, one.kind, one.name, one.detail, sql[one.start : one.end]) for one in statement.actions]
    assert found == [
        ("create", "table", "orders", "", sql[:-1]),
        ("add", "column", "id", "bigint", "id bigint PRIMARY KEY"),
        ("add", "constraint", "", "primary key", "PRIMARY KEY"),
        ("add", "column", "total", "numeric(10,2)", "total numeric(10,2)"),
        ("add", "constraint", "paid", "check", "CONSTRAINT paid CHECK (total > 0)"),
    ]
    assert [one.inline for one in statement.actions] == [False, True, True, True, True]


def test_each_subcommand_of_an_alter_table_has_its_own_span() -> None:
    sql = "ALTER TABLE orders ADD COLUMN vat int DEFAULT f(1, 2), DROP COLUMN IF EXISTS note -- ,\n"
    sql += ", ENABLE ROW LEVEL SECURITY"
    (statement,) = parse(sql)
    assert [sql[one.start : one.end] for one in statement.actions] == [
        "ADD COLUMN vat int DEFAULT f(1, 2)",
        "DROP COLUMN IF EXISTS note",
        "ENABLE ROW LEVEL SECURITY",
    ]
    assert [one.guarded for one in statement.actions] == [False, True, False]


def test_lines_and_columns_count_characters() -> None:
    sql = "-- größe\nSELECT 'ä';  /* ü /* nested */ */ CREATE TYPE größe AS ENUM ('ß')\n;"
    first, second = parse(sql)
    assert (first.line, first.column, first.end_line, first.end_column) == (2, 1, 2, 11)
    assert (second.line, second.text) == (2, "CREATE TYPE größe AS ENUM ('ß')")
    assert sql[second.start : second.end] == second.text


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT $$;$$; SELECT $a$ $$;$$ $a$", ["SELECT $$;$$", "SELECT $a$ $$;$$ $a$"]),
        ("SELECT 1 /* ; /* ; */ ; */; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT E'\\';'; SELECT ';;'", ["SELECT E'\\';'", "SELECT ';;'"]),
        (";;\n-- only a comment\n;", []),
        ("SELECT 1 -- one\n, 2\n;", ["SELECT 1 -- one\n, 2"]),
        ("-- above\nSELECT 1 -- one\n/* two */\n-- three\n;", ["SELECT 1"]),
        ("SELECT 1, /* two */ 2 /* three */\n;", ["SELECT 1, /* two */ 2"]),
        ("SELECT /* one */ '--' ;", ["SELECT /* one */ '--'"]),
        ("garbage here; SELECT 1", ["garbage here", "SELECT 1"]),
        ("SELECT 1; SELECT 'open; DROP TABLE x", ["SELECT 1", "SELECT 'open; DROP TABLE x"]),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
            ["CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END", "SELECT 3"],
        ),
        (
            "nonsense; CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
            [
                "nonsense",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "SELECT 3",
            ],
        ),
        ("\ufeffSELECT 1", ["SELECT 1"]),
        ("\\connect shop\nSELECT 1;", ["SELECT 1"]),
        ("COPY t (a) FROM stdin;\nit's; 1\n\\.\nSELECT 1;", ["COPY t (a) FROM stdin", "SELECT 1"]),
    ],
)
def test_statements_end_where_postgresql_ends_them(sql: str, expected: list[str]) -> None:
    assert spans(sql) == expected


def test_a_statement_that_does_not_parse_leaves_the_others() -> None:
    first, second = parse("CREATE TABEL x (); CREATE TABLE y ()")
    assert first.error == 'syntax error at or near "TABEL"'
    assert (first.line, first.kind, first.error_offset) == (1, "CREATE TABEL", 7)
    assert (second.error, second.kind) == ("", "CREATE TABLE")


def test_placeholders_stand_for_names() -> None:
    sql = "{{ if .Enabled }}\nALTER TABLE {{ .Schema }}.users ADD COLUMN note text;\n{{ end }}\nDROP TABLE :owner.x;"
    assert actions(sql) == [("add", "column", "users", "note"), ("drop", "table", "", "x")]


def test_a_body_tells_its_statements_with_guards_and_handlers() -> None:
    sql = """DO $$
DECLARE
  kind public.mood;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c') THEN
    ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
  ELSE
    EXECUTE 'CREATE TABLE x (a int)';
  END IF;
  EXECUTE format('DROP TABLE %I', kind);
EXCEPTION WHEN duplicate_object OR SQLSTATE '42P07' THEN
  NULL;
END $$;"""
    (block,) = parse(sql)
    add, create, unknown = block.inner
    assert (add.line, add.text) == (6, "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)")
    assert add.conditions == ("NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c')",)
    assert add.handlers == ("duplicate_object", "42P07")
    assert (create.line, create.kind, create.actions[0].name) == (8, "CREATE TABLE", "x")
    assert create.conditions[0].startswith("not (")
    assert (unknown.line, unknown.dynamic) == (10, True)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1" + "+1" * 100_000,
        "SELECT " + "(" * 100_000,
        "SELECT " + "NOT " * 5000 + "true",
        "SELECT '\0'",
        "\ud800",
        "$",
    ],
)
def test_hostile_text_is_an_error_and_no_crash(sql: str) -> None:
    assert [bool(statement.error) for statement in parse(sql)] == [True]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=120))
def test_any_text_gives_statements_in_order(sql: str) -> None:
    last = 0
    for statement in parse(sql):
        assert last <= statement.start < statement.end <= len(sql)
        assert sql[statement.start : statement.end] == statement.text
        last = statement.end


_PIECES = st.sampled_from(
    [
        "CREATE TABLE t (a int)",
        "DO $$ BEGIN",
        "END $$",
        ";",
        "'",
        '"',
        "$$",
        "/*",
        "*/",
        "--",
        "\n",
        "\0",
        "\ud800",
        "ü",
        "(",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_broken_sql_gives_statements_in_order(pieces: list[str]) -> None:
    sql = " ".join(pieces)
    found = split(sql)
    assert list(found) == sorted(found)
    assert [(one.start, one.end) for one in parse(sql)] == list(found)


def test_a_file_that_is_too_long_is_one_statement_that_says_so() -> None:
    line = "SELECT 'a';\n"
    (statement,) = parse("-- data\n" + line * (9 * 1024 * 1024 // len(line)))
    assert (statement.line, statement.text) == (2, "SELECT 'a';")
    assert statement.error.endswith("more than 8,388,608 are not read")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("alter table t rename a to b", "ALTER TABLE"),
        ("alter table t rename constraint a to b", "ALTER TABLE"),
        ("alter view v rename column a to b", "ALTER VIEW"),
        ("alter foreign table t rename a to b", "ALTER FOREIGN TABLE"),
        ("alter type t rename attribute a to b", "ALTER TYPE"),
        ("alter domain d rename constraint a to b", "ALTER DOMAIN"),
        ("alter index i rename to j", "ALTER INDEX"),
    ],
)
def test_a_renamed_part_makes_it_an_alter_of_its_owner(sql: str, expected: str) -> None:
    assert [statement.kind for statement in parse(sql)] == [expected]
