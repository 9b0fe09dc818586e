"""The overview of a large database: numbers that can be read, and no picture of a few tables out of thousands."""

from __future__ import annotations

import pytest

from docgen.model.catalog import Catalog
from docgen.model.relation import Relation
from docgen.model.snapshot import Snapshot
from docgen.render import dashboard
from docgen.render.document import Document
from docgen.render.references import References


def large(tables: int) -> Document:
    relations = tuple(Relation(schema="s", name=f"t{number}", kind="table", owner="o") for number in range(tables))
    return Document(title="", snapshot=Snapshot(catalog=Catalog(relations=relations), origin="live"))


def test_large_numbers_can_be_read() -> None:
    assert dashboard.size(large(1234)) == "1,234 tables"


@pytest.mark.parametrize(("tables", "expected"), [(300, False), (301, True)], ids=["drawn", "on the map"])
def test_thousands_of_tables_are_on_the_map_alone(tables: int, expected: bool) -> None:
    document = large(tables)
    alone = "How its tables point at each other is on the [map](map.md)."
    assert (dashboard.picture(document, References(document)) == alone) == expected
