"""What counts as the same SQL, and what does not."""

from __future__ import annotations

import pytest

from docgen.sql.normal import sql_digest, statement_digests

BASE = "create table a (\n  id int, -- the key\n  note text default ' x -- y '\n);\nselect $f$ a  b $f$;"


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("\n", "\r\n"),
        "create table a(id int,note text default ' x -- y ')\n;;\n/* twice */ select   $f$ a  b $f$",
        f"-- header\n\n{BASE}\n-- footer",
    ],
)
def test_the_same(text: str) -> None:
    assert sql_digest(text) == sql_digest(BASE)
    assert statement_digests(text) == statement_digests(BASE)


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("int", "bigint"),
        BASE.replace("' x --", "' x  --"),
        BASE.replace("a  b", "a b"),
        BASE + "select 1",
        BASE.replace("table a", 'table "a"'),
    ],
)
def test_another(text: str) -> None:
    assert sql_digest(text) != sql_digest(BASE)
    assert statement_digests(text) != statement_digests(BASE)


def test_nothing_but_comments() -> None:
    assert statement_digests("-- nothing\n/* at all */") == ()
    assert sql_digest("-- nothing") == sql_digest("")
