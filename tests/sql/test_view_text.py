"""The texts that PostgreSQL 14 and 15 give for views, and those of 16 and later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.sql.view_text import normalise_view

CASES = {
    "one relation": (
        " SELECT orders.id,\n    orders.total AS t\n   FROM app.orders\n  WHERE orders.total > 1::numeric;",
        " SELECT id,\n    total AS t\n   FROM app.orders\n  WHERE total > 1::numeric;",
    ),
    "an alias in quotes": (
        ' SELECT "An ""o""".id,\n    "An ""o""".é\n   FROM app.orders "An ""o""";',
        ' SELECT id,\n    é\n   FROM app.orders "An ""o""";',
    ),
    "an alias with a dot": (' SELECT "a.b".id\n   FROM t "a.b";', ' SELECT id\n   FROM t "a.b";'),
    "a subquery keeps its own": (
        " SELECT o.id,\n    ( SELECT max(l.n) AS max\n           FROM l\n          WHERE l.id = o.id) AS m\n   FROM o;",
        " SELECT id,\n    ( SELECT max(l.n) AS max\n           FROM l\n          WHERE l.id = o.id) AS m\n   FROM o;",
    ),
    "the left side of IN": (
        " SELECT o.id\n   FROM o\n  WHERE (o.a IN ( SELECT c.a\n           FROM c));",
        " SELECT id\n   FROM o\n  WHERE (a IN ( SELECT c.a\n           FROM c));",
    ),
    "a name that is another output column": (
        " SELECT o.id AS total,\n    o.total AS id,\n    o.n\n   FROM o\n  ORDER BY o.id, o.n, (o.total + 1);",
        " SELECT id AS total,\n    total AS id,\n    n\n   FROM o\n  ORDER BY o.id, n, (total + 1);",
    ),
    "distinct on, windows and aggregates": (
        " SELECT DISTINCT ON (o.b) sum(o.a ORDER BY o.b, o.c) AS b,\n"
        "    rank() OVER (PARTITION BY o.b ORDER BY o.b) AS r"
        "\n   FROM o\n  GROUP BY o.b;",
        " SELECT DISTINCT ON (o.b) sum(a ORDER BY o.b, c) AS b,\n    rank() OVER (PARTITION BY b ORDER BY o.b) AS r"
        "\n   FROM o\n  GROUP BY b;",
    ),
    "whole rows": (" SELECT o.*::app.o AS o,\n    o.id\n   FROM o;", " SELECT o.*::app.o AS o,\n    id\n   FROM o;"),
    "a function": (
        " SELECT n.n\n   FROM generate_series(1, 3) n(n);",
        " SELECT n\n   FROM generate_series(1, 3) n(n);",
    ),
    "a derived table": (
        " SELECT x.id\n   FROM ( SELECT o.id\n           FROM o) x;",
        " SELECT id\n   FROM ( SELECT o.id\n           FROM o) x;",
    ),
    "a common table expression": (
        " WITH t AS (\n         SELECT o.id\n           FROM o\n        )\n SELECT t.id\n   FROM t;",
        " WITH t AS (\n         SELECT o.id\n           FROM o\n        )\n SELECT id\n   FROM t;",
    ),
}
UNCHANGED = (
    " SELECT a.id,\n    b.id AS b\n   FROM a\n     JOIN b USING (id);",
    " SELECT a.id\n   FROM a,\n    b;",
    " SELECT a.id\n   FROM a\nUNION\n SELECT b.id\n   FROM b;",
    " SELECT 1 AS one;",
    " SELECT o.id\n   FROM app.orders x;",
    "DELETE FROM t WHERE t.id = 1",
    "SELECT t.a FROM t; SELECT t.a FROM t",
    "",
    "no SQL at all",
)


@pytest.mark.parametrize("case", CASES)
def test_older_text_becomes_the_newer(case: str) -> None:
    older, newer = CASES[case]
    assert newer == normalise_view(older)
    assert newer == normalise_view(newer)


@pytest.mark.parametrize("text", UNCHANGED)
def test_other_text_stays(text: str) -> None:
    assert text == normalise_view(text)


@given(st.text(), st.text(min_size=1, max_size=60).filter(lambda name: "\x00" not in name))
def test_any_name_is_found_again(comment: str, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    literal = "'" + comment.replace("'", "''").replace("\x00", "") + "'"
    older = f" SELECT {literal} AS a,\n    {quoted}.b\n   FROM {quoted};"
    newer = f" SELECT {literal} AS a,\n    b\n   FROM {quoted};"
    assert newer == normalise_view(older)
