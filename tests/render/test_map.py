"""The map's data and addresses."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from docgen.model.catalog import Catalog
from docgen.model.cross_reference import CrossReference, CrossReferences, OtherDatabase
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Reference, Relation, Use
from docgen.model.status import ComponentStatus
from docgen.render.links import identity, map_view, page_path
from docgen.render.map_data import map_data

CUSTOMERS = Relation(
    schema="shop",
    name="customers",
    kind="table",
    owner="o",
    columns=(Column(name="id", type="bigint", not_null=True),),
    constraints=(Constraint(name="pk", kind="primary key", columns=("id",), definition=""),),
)
ORDERS = Relation(
    schema="shop",
    name="Orders",
    kind="table",
    owner="o",
    columns=(
        Column(name="buyer", type="bigint"),
        Column(name="customer_id", type="bigint", not_null=True),
    ),
    constraints=(
        Constraint(
            name="fk",
            kind="foreign key",
            columns=("buyer",),
            definition="",
            references=Reference(Name("shop", "customers"), ("id",), on_delete="cascade"),
        ),
    ),
)
PART = Relation(schema="shop", name="part", kind="table", owner="o", partition_of=Name("shop", "Orders"))
VIEW = Relation(
    schema="shop",
    name="totals",
    kind="view",
    owner="o",
    definition="select",
    columns=(Column(name="</script>\u202e", type="text"),),
    uses=(Use(kind="relation", name=Name("shop", "Orders"), via="view", columns=("buyer",)),),
)
CATALOG = Catalog(relations=(ORDERS, CUSTOMERS, PART, VIEW))


def read(text: str) -> dict[str, Any]:
    start, end = "window.docgenMap=", ";\n"
    assert text.startswith(start)
    assert text.endswith(end)
    content: dict[str, Any] = json.loads(text.removeprefix(start).removesuffix(end))
    return content


def test_the_data_names_every_object_once() -> None:
    components = (ComponentStatus(name="Sales", page="core/sales", relations=(Name("shop", "customers"),)),)
    orders = identity(page_path("relation", ORDERS.id))
    assert {
        "title": "Shop",
        "schemas": [["shop", "shop"]],
        "components": [["Sales", "core/sales"]],
        "types": ["bigint", "text"],
        "tables": [
            [0, "Orders", "table", orders, [], [["buyer", 0, 2], ["customer_id", 0, 4 | 8]]],
            [0, "customers", "table", "shop.customers", [0], [["id", 0, 1 | 4]]],
            [0, "totals", "view", "shop.totals", [], [["</script>‹U+202E›", 1, 0]]],
        ],
        "relations": [[0, 1, [0], [0], "cascade", "no action", 1]],
        "implied": [[0, 1, [1], [0]]],
        "reads": [[2, 0]],
        "databases": [],
        "crossing": [],
    } == read(map_data("Shop", CATALOG, components))


def test_what_leads_to_other_databases_is_told() -> None:
    other = OtherDatabase(name="w", title="Ware\u202ehouse", folder="../w")
    found = [
        CrossReference(
            leaving=leaving, relation=ORDERS.id, column=column, database=other, other=Name("a", "b c"), other_column=far
        )
        for leaving, column, far in ((True, "buyer", "id"), (False, "", ""))
    ]
    gone = msgspec.structs.replace(found[0], column="customer_id", found=False)
    content = read(map_data("Shop", CATALOG, (), CrossReferences(references=(*found, gone))))
    assert content["databases"] == [["Ware‹U+202E›house", "../w"]]
    far = identity(page_path("relation", Name("a", "b c")))
    assert content["crossing"] == [[0, 0, 1, 0, 'a."b c"', far, "id"], [0, -1, 0, 0, 'a."b c"', far, ""]]
    assert content["tables"][0][5] == [["buyer", 0, 2 | 16], ["customer_id", 0, 4 | 8]]


def test_the_data_is_plain_text_and_always_the_same() -> None:
    text = map_data("Shop \u2028 ü", CATALOG, ())
    assert text.isascii()
    assert text == map_data("Shop \u2028 ü", CATALOG, ())


def test_an_address_holds_any_name() -> None:
    assert map_view(table="shop.orders-1", component="a/b (c)") == "map.md?table=shop.orders-1&component=a%2Fb+%28c%29"
