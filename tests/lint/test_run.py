"""The model of the second run: context, guards, suppressions, the chain."""

from __future__ import annotations

import pytest

from docgen.errors import ConfigError
from docgen.lint.plan import LintOptions
from docgen.lint.run import lint
from docgen.model.migration import Migration


def rules_of(*files: str, options: LintOptions | None = None) -> list[tuple[str, int]]:
    migrations = [
        Migration(version=str(number), name="", path=f"{number}.sql", sql=sql, digest="")
        for number, sql in enumerate(files, 1)
    ]
    return [(one.rule, one.line) for one in lint(migrations, options) if one.file == f"{len(files)}.sql"]


@pytest.mark.parametrize(
    "sql",
    [
        "DROP VIEW IF EXISTS v CASCADE; CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW w AS SELECT a FROM v;",
        "ALTER TABLE t ADD COLUMN tmp int; ALTER TABLE t DROP COLUMN tmp;",
        "DROP TABLE IF EXISTS t; CREATE TABLE t (a int UNIQUE); CREATE INDEX ON t (a); INSERT INTO t VALUES (1);",
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS c, ADD CONSTRAINT c CHECK (a > 0);",
        "DROP SCHEMA IF EXISTS s CASCADE; CREATE SCHEMA s; CREATE TABLE s.t (a int);",
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS t_pkey; ALTER TABLE t ADD PRIMARY KEY (a);",
        "CREATE TYPE e AS ENUM ('a'); DROP TYPE e;",
        "DROP FUNCTION IF EXISTS f(int); CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "DELETE FROM t WHERE k = 'a'; INSERT INTO t VALUES ('a');",
        "SELECT 1; -- CREATE TABLE t (a int)",
        "UPDATE p SET g = 'x'::geometry(point); ALTER TABLE p DROP COLUMN IF EXISTS point;",
        "CREATE OR REPLACE VIEW w AS SELECT g::geometry(point) FROM p; ALTER TABLE p ALTER COLUMN point TYPE text;",
    ],
)
def test_what_the_file_takes_back_is_fine(sql: str) -> None:
    assert rules_of(sql, options=LintOptions(ignore=("clobber",))) == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int,\n  ADD COLUMN b int;",
            [("column-without-guard", 1)],
        ),
        (
            "DROP FUNCTION IF EXISTS f(int); CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';",
            [("function-without-replace", 1)],
        ),
        (
            "ALTER TABLE IF EXISTS t RENAME TO t_backup; CREATE TABLE IF NOT EXISTS t (a int);",
            [("rename-without-guard", 1)],
        ),
        (
            "DO $$ BEGIN\n  IF EXISTS (SELECT FROM pg_class WHERE relname = 't') THEN\n"
            "    ALTER TABLE t ADD COLUMN a int;\n  END IF;\nEND $$;",
            [("column-without-guard", 3)],
        ),
        (
            "DO $$ BEGIN\n  CREATE TYPE e AS ENUM ('a');\n  ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);\n"
            "EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
            [],  # the type raises first, and is caught
        ),
        ("-- about the table\n\nCREATE TABLE t (a int);", [("table-without-guard", 3)]),
    ],
)
def test_the_statement_at_fault_is_named(sql: str, expected: list[tuple[str, int]]) -> None:
    assert rules_of(sql) == expected


def test_the_chain_is_known() -> None:
    first = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, name text); CREATE INDEX IF NOT EXISTS i ON t (name);"
    assert rules_of(first, "INSERT INTO t VALUES (1, 'a');") == [("insert-without-conflict", 1)]
    assert rules_of(first, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, code text);") == [("table-redefined", 1)]
    assert rules_of(first, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY);") == []
    assert rules_of(first, "CREATE INDEX IF NOT EXISTS i ON t (id);") == [("masked-index", 1)]
    assert rules_of(first, "DROP TABLE t;", "CREATE TABLE IF NOT EXISTS t (code text);") == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE t (a int)\n  -- migrate:down\nDROP TABLE t;", "error"),
        ("CREATE TABLE t (a int) /* {{ x }} */ DROP TABLE t;", "error"),
        ("CREATE TABLE t (a int) {{ options }} DROP :name;", "warning"),
    ],
)
def test_only_what_is_no_comment_makes_text_a_template(sql: str, expected: str) -> None:
    found = lint([Migration(version="1", name="", path="1.sql", sql=sql, digest="")])
    assert [(one.rule, one.severity) for one in found] == [("syntax-error", expected)]


def test_a_redefined_table_says_which_columns_differ() -> None:
    first = "CREATE TABLE p (id int, price numeric, old text);"
    second = "CREATE TABLE IF NOT EXISTS p (id int, price text, code text);"
    migrations = [
        Migration(version=version, name="", path=f"{version}.sql", sql=sql, digest="")
        for version, sql in (("1", first), ("2", second))
    ]
    (finding,) = lint(migrations, LintOptions(select=("table-redefined",)))
    assert finding.message == (
        'Table "p" is already created by 1.sql:1 with another structure, and IF NOT EXISTS keeps it as it is '
        "(only here: code text; price is text here and numeric there; only there: old)."
    )


def test_a_suppression_speaks_of_its_statement() -> None:
    allowed = "-- docgen: allow table-without-guard: run once\nCREATE TABLE t (a int);\nCREATE TABLE u (a int);"
    assert rules_of(allowed) == [("table-without-guard", 3)]
    assert rules_of("CREATE TABLE t (a int); -- docgen: allow rerun: run once") == []
    assert rules_of("-- docgen: allow-file table-without-guard\nSELECT 1;\n\nCREATE TABLE t (a int);") == []
    assert rules_of("-- docgen: allow nonsense\nSELECT 1;") == [("unknown-suppression", 1)]
    assert rules_of("-- docgen: allow table-without-guard\nSELECT 1;") == [("unused-suppression", 1)]


def test_select_and_ignore_take_rules_and_families() -> None:
    sql = "CREATE TABLE t (a int); CREATE INDEX ON t (a);"
    assert rules_of(sql, options=LintOptions(select=("duplicate",))) == [("unnamed-index", 1)]
    assert rules_of(sql, options=LintOptions(ignore=("unnamed-index", "rerun"))) == []
    assert rules_of(sql, options=LintOptions(severity={"rerun": "off"})) == [("unnamed-index", 1)]
    with pytest.raises(ConfigError) as raised:
        rules_of(sql, options=LintOptions(select=("nonsense",)))
    assert raised.value.message == 'there is no rule or family "nonsense"'


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("DO $$ BEGIN\n  CREATE POLICY IF NOT EXISTS p ON t USING (true);\nEND $$;", ("invented-syntax", 2)),
        (
            "DO $$ BEGIN\n  IF true THEN\n    ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c UNIQUE;\n END IF;\nEND $$;",
            ("invented-syntax", 3),
        ),
        ("DO $$ BEGIN\n  IF true THEN\n    PERFORM 1;\nEND $$;", ("syntax-error", 1)),
        ("DO $$ DECLARE x my.kind; BEGIN\n  PERFORM 1;\nEND $$;", None),
    ],
)
def test_a_body_that_cannot_be_read_is_told(sql: str, expected: tuple[str, int] | None) -> None:
    assert rules_of(sql) == ([expected] if expected else [])
