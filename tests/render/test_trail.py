"""The trail below a page's heading, what a relation was called before, and the page at its old name."""

from __future__ import annotations

import pytest

from docgen.model.catalog import Catalog, Schema
from docgen.model.migration import Migration, Touch
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.model.snapshot import DroppedPage, Snapshot
from docgen.model.status import ComponentStatus, Status
from docgen.render.document import Document
from docgen.render.filters import Markdown
from docgen.render.history import former_names
from docgen.render.pages import pages
from docgen.render.trail import with_trail

CLIENTS = Name("sales", "clients")


def renamed(path: str, old: str, new: str) -> Touch:
    return Touch(path=path, version=path, line=1, verb="rename", kind="table", object=old, new_name=new)


def world(database: str = "") -> Document:
    """One table of two components, renamed twice since its page was written first."""
    table = Relation(schema="sales", name="clients", kind="table", owner="o")
    snapshot = Snapshot(
        catalog=Catalog(schemas=(Schema(name="sales", owner="o"),), relations=(table,)),
        origin="live",
        dropped=(DroppedPage(path="tables/sales.buyers.md", title="sales.buyers"),),
    )
    return Document(
        title="Shop",
        database=database,
        home=".." if database else "",
        snapshot=snapshot,
        migrations=tuple(Migration(version=v, name="", path=f"{v}.sql", sql="", digest="") for v in ("2", "3")),
        touches=(renamed("2.sql", "sales.buyers", "sales.patrons"), renamed("3.sql", "sales.patrons", "sales.clients")),
        status=Status(
            components=(
                ComponentStatus(name="Orders", page="core/orders", relations=(CLIENTS,)),
                ComponentStatus(name="A_b", page="a", relations=(CLIENTS,)),
            )
        ),
    )


def page(path: str, document: Document) -> list[str]:
    return next(one.text for one in pages(document) if one.path == path).splitlines()


@pytest.mark.parametrize(
    ("database", "above"), [("", ""), ("app", "[all databases](../../README.md) › ")], ids=["alone", "one of several"]
)
def test_a_table_leads_to_its_components_and_its_schema(database: str, above: str) -> None:
    assert page("tables/sales.clients.md", world(database))[2:5] == [
        "# sales.clients",
        "",
        f"<small data-search-exclude>{above}[Shop](../README.md) › [Orders](../core/orders.md), [A_b](../a.md) › "
        "[`sales`](../schemas/sales.md)</small>",
    ]


def test_only_one_of_several_databases_has_a_trail_everywhere() -> None:
    body = "# Roles\n\nText"

    assert with_trail(body, "roles.md", (), world()) == body
    assert with_trail(body, "roles.md", (), world("app")) == (
        "# Roles\n\n<small data-search-exclude>[all databases](../README.md) › [Shop](README.md)</small>\n\nText"
    )
    assert with_trail(body, "README.md", (), world("app")) == (
        "# Roles\n\n<small data-search-exclude>[all databases](../README.md)</small>\n\nText"
    )


def test_a_table_says_its_former_names() -> None:
    touches = (renamed("1.sql", "a.b", "a.c"), renamed("2.sql", "a.c", "a.b"))

    assert former_names(touches, Name("a", "b")) == [Markdown("formerly `a.c`")]
    assert former_names((), Name("a", "b")) == []
    assert "formerly `sales.buyers`, `sales.patrons`" in page("tables/sales.clients.md", world())[8]


def test_the_page_at_an_old_name_leads_to_the_last_one() -> None:
    assert page("tables/sales.buyers.md", world())[7:] == [
        "[`2.sql`](../migrations/migration-log.md#migration-2) renamed it to [`sales.clients`](sales.clients.md).",
    ]
