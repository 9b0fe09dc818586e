"""What a column's name and type suggest, and what they do not."""

from __future__ import annotations

import pytest

from docgen.analysis.implied import Implied, implied
from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Reference, Relation, RelationKind


def table(
    spelling: str, *columns: str, key: str = "id", foreign: str = "", kind: RelationKind = "table", part: str = ""
) -> Relation:
    """A table from "schema.name" and "column type"; ``foreign`` is a column that a real key binds."""
    schema, _, name = spelling.partition(".")
    made = tuple(Column(name=one.split()[0], type=one.split()[1]) for one in columns)
    constraints = [Constraint(name="pk", kind="primary key", columns=tuple(key.split()), definition="")] if key else []
    if foreign:
        reference = Reference(Name("s", "elsewhere"), ("id",))
        constraints.append(
            Constraint(name="fk", kind="foreign key", columns=(foreign,), definition="", references=reference)
        )
    parent = Name("s", part) if part else None
    return Relation(
        schema=schema,
        name=name,
        kind=kind,
        owner="o",
        columns=made,
        constraints=tuple(constraints),
        partition_of=parent,
    )


def found(*relations: Relation) -> list[str]:
    catalog = Catalog(relations=tuple(relations))
    return [f"{one.child}.{one.column} {one.parent}.{one.key}" for one in implied(catalog)]


CUSTOMER = table("s.customer", "id uuid")


@pytest.mark.parametrize(
    ("parent", "column"),
    [
        (CUSTOMER, "customer_id"),
        (table("s.customers", "id uuid"), "customer_id"),
        (table("s.customers", "id uuid"), "customers_id"),
        (table("s.Customer", "id uuid"), "customerId"),
        (table("s.categories", "id uuid"), "category_id"),
        (table("s.boxes", "id uuid"), "box_id"),
        (table("s.people", "person_no uuid", key="person_no"), "person_no"),
        (table("s.customer", "id uuid", kind="partitioned table"), "customer_id"),
    ],
)
def test_a_column_called_like_a_key_suggests_its_table(parent: Relation, column: str) -> None:
    child = table("s.orders", "id uuid", f"{column} uuid")
    catalog = Catalog(relations=(child, parent))
    assert [Implied(child.id, column, parent.id, parent.columns[0].name)] == list(implied(catalog))


@pytest.mark.parametrize(
    "relations",
    [
        (CUSTOMER, table("s.orders", "id uuid", "customer_id text")),
        (CUSTOMER, table("s.orders", "id uuid", "customer_id uuid", foreign="customer_id")),
        (CUSTOMER, table("s.orders", "customer_id uuid", key="customer_id"), table("s.x", "id uuid")),
        (CUSTOMER, table("s.orders", "id uuid", "id2 uuid")),
        (CUSTOMER, table("s.orders", "id uuid", "customer_id uuid", kind="view")),
        (CUSTOMER, table("s.orders_1", "id uuid", "customer_id uuid", part="orders")),
        (table("s.customer", "id uuid", "b uuid", key="id b"), table("s.orders", "id uuid", "customer_id uuid")),
        (table("s.customer", "id uuid", key=""), table("s.orders", "id uuid", "customer_id uuid")),
        (table("a.customer", "id uuid"), table("b.customer", "id uuid"), table("s.orders", "customer_id uuid", key="")),
        (table("s.node", "id uuid", "node_id uuid"),),
    ],
    ids=["type", "declared", "own key", "name", "view", "partition", "two columns", "no key", "two tables", "itself"],
)
def test_nothing_is_suggested(relations: tuple[Relation, ...]) -> None:
    assert found(*relations) == []


def test_the_own_schema_comes_first() -> None:
    relations = (table("a.customer", "id bigint"), CUSTOMER, table("s.orders", "id uuid", "customer_id uuid"))
    assert found(*relations) == ["s.orders.customer_id s.customer.id"]


def test_integers_of_any_width_fit() -> None:
    relations = (table("a.customer", "id bigint"), table("s.orders", "id uuid", "customer_id integer"))
    assert found(*relations) == ["s.orders.customer_id a.customer.id"]
