"""Column places: which columns are at their plain name, and that no heading of the page can be where one is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docgen.render
from docgen.model.name import Name
from docgen.render.column_places import HEADINGS, column_anchor, column_place, taken_places

TEMPLATE = Path(docgen.render.__file__).parent.parent.parent / "templates" / "relation.md.j2"
ORDERS = Name("shop", "orders")


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("email", "email"),
        ("userId", "userId"),
        ("_id", "_id"),
        ("History", "History"),
        ("history", "col-history"),
        ("history_1", "col-history_1"),
        ("shoporders", "col-shoporders"),
        ("by_hand", "col-by_hand"),
        ("email_1", "col-email_1"),
        ("module", "col-module"),
        ("__search", "col-__search"),
        ("", "col-x-e3b0c442"),
        ("order date", "col-order_date-ad8704d6"),
        ('"><script>', "col-script-554299e9"),
        ("é", "col-x-4a99557e"),
    ],
)
def test_a_column_is_at_its_name_unless_something_else_is(column: str, place: str) -> None:
    notes = '### Email\n\n<a id="by_hand"></a>' if column in ("by_hand", "email_1") else ""

    assert column_place(column, taken_places(ORDERS, notes)) == place


def test_the_place_with_the_prefix_leads_there_in_any_case() -> None:
    taken = taken_places(ORDERS)

    assert column_anchor("email", column_place("email", taken)) == '<a id="email" name="col-email"></a>'
    assert column_anchor("history", column_place("history", taken)) == '<a id="col-history"></a>'


def test_every_heading_of_one_word_is_known() -> None:
    headings = re.findall(r"^##+ (\w+)$", TEMPLATE.read_text(), re.MULTILINE)

    assert {heading.lower() for heading in headings} == HEADINGS
