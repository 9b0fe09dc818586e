"""Blanking keeps every offset: length and line ends are those of the text, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.sources import dbmate, goose
from docgen.sources.blank import blank, blank_code, neutral
from docgen.sources.reading import Up

PIECES = st.sampled_from(
    [
        "-- +goose Up\n",
        "-- +goose Down\r\n",
        "-- +goose ENVSUB ON\n",
        "-- +goose ENVSUB OFF\n",
        "-- +goose NO TRANSACTION\n",
        "-- migrate:up\n",
        "-- migrate:up transaction:false\n",
        "-- migrate:down\n",
        "select 1;\r\n",
        "${schema}.orders",
        '"${schema}".orders',
        '{{ index .Options "Namespace" }}.users',
        "'it''s ${x}'",
        "$$ ${x} $$",
        "/* ${x} */",
        "\u2028",
        "ß🙂",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join)


def _shape(text: str) -> tuple[int, list[tuple[int, str]]]:
    return len(text), [(index, character) for index, character in enumerate(text) if character in "\r\n"]


@given(TEXTS, st.booleans())
def test_templates_keep_the_shape(text: str, dollar: bool) -> None:
    assert _shape(text) == _shape(neutral(text, dollar))


@pytest.mark.parametrize("up", [goose._up, dbmate._up], ids=["goose", "dbmate"])
@given(text=TEXTS)
def test_up_sides_keep_the_shape(up: Callable[[str], Up], text: str) -> None:
    assert _shape(text) == _shape(up(text).sql)


@given(TEXTS, st.data())
def test_spans_keep_the_shape(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    blanked = blank(text, [(ends[0], ends[1])])
    assert _shape(text) == _shape(blanked)
    assert (text[: ends[0]], text[ends[1] :]) == (blanked[: ends[0]], blanked[ends[1] :])
    assert blanked[ends[0] : ends[1]].strip() == ""
    assert _shape(text) == _shape(blank_code(text, ends[0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * from ${schema}.orders", "select * from           orders"),
        ('select * from "${schema}".orders', "select * from             orders"),
        ("grant select on t to ${role}", "grant select on t to __role_"),
        ("grant select on t to ${flyway:user}", "grant select on t to __flyway_user_"),
        ("select '${a}', 'it''s ${b}' -- ${c}\n/* ${d} */", "select '${a}', 'it''s ${b}' -- ${c}\n/* ${d} */"),
        ("create table {{ .Schema }}.users ()", "create table               users ()"),
        ("select '{{1,2},{3,4}}'::int[]", "select '{{1,2},{3,4}}'::int[]"),
    ],
)
def test_templates_become_harmless(text: str, expected: str) -> None:
    assert expected == neutral(text, dollar=True)


def test_dollar_braces_stay_where_no_tool_replaces_them() -> None:
    body = "create function f() returns text language plv8 as $$ return `${x}` $$"
    assert body == neutral(body, dollar=False)
