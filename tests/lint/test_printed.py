"""Findings in printed SQL stand on the program's line, quote the SQL and offer no edit."""

from __future__ import annotations

import msgspec

from docgen.lint.plan import LintOptions
from docgen.lint.run import lint
from docgen.model.migration import Migration

SQL = f"\n\nCREATE TABLE t (\n  a int\n); DROP TABLE {'u' * 300};\n"
PROGRAM = Migration(version="1", name="a", path="a.py", sql=SQL, digest="", printed="Alembic")


def test_findings_quote_the_statement() -> None:
    table, drop = lint([PROGRAM], LintOptions(select=("rerun",)))
    assert (table.line, table.column, table.end_line, table.fix) == (3, 1, 4, None)
    assert table.message.endswith("In the SQL that Alembic prints: CREATE TABLE t ( a int )")
    assert drop.message.endswith(f"DROP TABLE {'u' * 185} ...")


def test_what_a_package_brings_is_context_only() -> None:
    packaged = msgspec.structs.replace(PROGRAM, path="b.py", packaged=True)
    assert {one.file for one in lint([packaged, PROGRAM])} == {"a.py"}
