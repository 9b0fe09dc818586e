"""Context files stay within their budget of tokens, and say what they left out."""

from __future__ import annotations

import msgspec
import pytest

from docgen.model.catalog import Catalog
from docgen.model.relation import Column, Constraint, Relation
from docgen.model.snapshot import Snapshot
from docgen.model.status import ComponentStatus, Status
from docgen.render.document import Document
from docgen.render.environment import Environment
from docgen.render.llms_pages import llms_pages

TABLES = tuple(
    Relation(
        schema="public",
        name=f"t{number}",
        kind="table",
        owner="o",
        comment="What is sold. It is much.",
        columns=(Column(name="id", type="bigint", not_null=True, comment="x" * 100),),
        constraints=(Constraint(name="t_pkey", kind="primary key", columns=("id",), definition="PRIMARY KEY (id)"),),
    )
    for number in range(10)
)
SHOP = ComponentStatus(name="Shop", page="core/shop", relations=tuple(one.id for one in TABLES))
DOCUMENT = Document(
    title="Shop", snapshot=Snapshot(catalog=Catalog(relations=TABLES), origin="live"), status=Status(components=(SHOP,))
)


@pytest.mark.parametrize(
    ("budget", "relations", "left_out"),
    [
        (8000, 10, None),
        (250, 10, "policies, constraints and descriptions of columns"),
        (150, 10, "columns"),
        (60, 4, "columns, and 6 relations altogether"),
    ],
)
def test_the_richest_form_that_fits(budget: int, relations: int, left_out: str | None) -> None:
    document = msgspec.structs.replace(DOCUMENT, token_budget=budget)
    page = list(llms_pages(document, Environment(document)))[1]
    assert page.path == "llms/core_shop.txt"
    assert page.text.count("\n## ") == relations
    sentences = [line for line in page.text.split("\n") if line.startswith("Left out")]
    assert sentences == ([f"Left out, to stay within the budget: {left_out}."] if left_out else [])
