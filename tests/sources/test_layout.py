"""What a program prints stands on the program's lines."""

from __future__ import annotations

import pytest

from docgen.sources.layout import laid_out, on_one_line


@pytest.mark.parametrize(
    ("statements", "program", "expected"),
    [
        ([], "", ""),
        ([(3, "select 1;")], "", "\n\nselect 1;\n"),
        ([(1, "a;"), (1, "b;"), (3, "c;")], "", "a; b;\n\nc;\n"),
        ([(1, "create table t (\n  a int\n);"), (3, "b;")], "", "create table t (\n  a int\n); b;\n"),
        ([(1, "create table t (\n  a int\n);"), (2, "b;")], "", "create table t ( a int );\nb;\n"),
        ([(1, "select '\n\n';"), (2, "b;"), (4, "c;")], "", "select '\n\n'; b;\nc;\n"),
        ([(4, "a;")], "x\n\n  # docgen: allow rule: why\n", "\n\n-- docgen: allow rule: why\na;\n"),
        ([(2, "a -- b\n;"), (2, "c;")], "", "\na ; c;\n"),
        ([(2, "a;")], "# docgen: allow one\n# docgen: allow two\n", "-- docgen: allow one\n-- docgen: allow two\na;\n"),
    ],
)
def test_each_statement_begins_on_its_line(statements: list[tuple[int, str]], program: str, expected: str) -> None:
    assert expected == laid_out(statements, program)


def test_on_one_line_keeps_what_is_quoted() -> None:
    assert on_one_line("select 'a\n -- b',\n\t\"c  d\" -- e\n, $$f\n$$") == "select 'a\n -- b', \"c  d\" , $$f\n$$"
