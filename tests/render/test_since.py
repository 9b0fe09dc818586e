"""Which migration introduced a part and which changed it last, through renames."""

from __future__ import annotations

from docgen.model.catalog import Catalog
from docgen.model.migration import Migration, Touch
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document
from docgen.render.references import References
from docgen.render.since import Origin, Part, Since, origins

PAGE = "tables/public.orders.md"


def touch(path: str, verb: str, kind: str, name: str, relation: str = "", new_name: str = "") -> Touch:
    return Touch(
        path=path, version=path, line=1, verb=verb, kind=kind, object=name, relation=relation, new_name=new_name
    )


ORDERS = "public.orders"
HISTORY = (
    touch("1.sql", "create", "table", "public.basket"),
    touch("2.sql", "add", "column", "public.basket.tax", "public.basket"),
    touch("3.sql", "rename", "table", "public.basket", new_name=ORDERS),
    touch("4.sql", "rename", "column", "public.orders.tax", ORDERS, "public.orders.vat"),
    touch("5.sql", "alter", "column", "public.orders.id", ORDERS),
    touch("6.sql", "comment", "column", "public.orders.vat", ORDERS),
    touch("6.sql", "create", "index", "public.orders_vat_idx", ORDERS),
    touch("7.sql", "add", "column", "public.orders.gone", ORDERS),
    touch("8.sql", "drop", "column", "public.orders.gone", ORDERS),
)


def test_origins_follow_renames_of_the_whole_and_of_its_parts() -> None:
    assert origins(HISTORY) == (
        "1.sql",
        {
            ("column", "vat"): Origin("2.sql", "4.sql"),
            ("column", "id"): Origin("1.sql", "5.sql"),
            ("index", "orders_vat_idx"): Origin("6.sql", "6.sql"),
        },
    )


def test_the_name_of_a_dropped_table_taken_by_another() -> None:
    history = (
        touch("1.sql", "create", "table", ORDERS),
        touch("2.sql", "add", "column", "public.orders.old", ORDERS),
        touch("3.sql", "create", "table", "public.orders_new"),
        touch("4.sql", "drop", "table", ORDERS),
        touch("5.sql", "rename", "table", "public.orders_new", new_name=ORDERS),
        touch("6.sql", "add", "column", "public.orders.fresh", ORDERS),
    )
    assert origins(history) == ("3.sql", {("column", "fresh"): Origin("6.sql", "6.sql")})


def test_a_schema_renamed_takes_its_tables_along() -> None:
    history = (
        touch("1.sql", "create", "table", "shop.orders"),
        touch("2.sql", "add", "column", "sales.orders.vat", "sales.orders"),
    )
    assert origins(history) == ("1.sql", {("column", "vat"): Origin("2.sql", "2.sql")})


def since(history: tuple[Touch, ...]) -> Since:
    migrations = tuple(
        Migration(version=f"v{number}", name="", path=f"{number}.sql", sql="", digest="", date=f"2025-01-0{number}")
        for number in range(1, 9)
    )
    document = Document(title="", snapshot=Snapshot(catalog=Catalog(), origin="migrations"), migrations=migrations)
    return Since(history, References(document), PAGE)


def link(number: int) -> str:
    return f"[2025-01-0{number}](../migrations/migration-log.md#migration-{number})"


def test_each_part_is_linked_to_its_migrations() -> None:
    assert since(HISTORY).cells("column", [Part("id"), Part("vat"), Part("total")]) == {
        "id": f"changed {link(5)}",
        "vat": f"added {link(2)}<br>changed {link(4)}",
    }


def test_what_no_statement_names_came_with_its_column() -> None:
    parts = [Part("orders_vat_check", ("id", "vat")), Part("orders_pkey", ("id",))]
    assert since(HISTORY).cells("constraint", parts) == {"orders_vat_check": f"added {link(2)}"}


def test_nothing_is_said_where_all_came_with_the_table() -> None:
    assert since(HISTORY[:1]).cells("column", [Part("id"), Part("total")]) == {}


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert since(()).cells("column", [Part("id")]) == {}
