"""What the page of each role says, and which roles have one."""

from __future__ import annotations

import re

from msgspec import structs

from docgen.model.catalog import Catalog, Membership, Role, Routine, Schema, Sequence
from docgen.model.relation import Column, Grant, Policy, Relation
from docgen.model.snapshot import Snapshot
from docgen.render.access_pages import access_pages
from docgen.render.document import Document
from docgen.render.environment import Environment
from docgen.render.role_pages import role_pages

EVERYTHING = tuple(f"tag = '{number:03}'" for number in range(12))


def relation(name: str, *, policies: tuple[Policy, ...] = (), grantee: str = "reader") -> Relation:
    return Relation(
        schema="shop",
        name=name,
        kind="table",
        owner="keeper",
        columns=(Column(name="tag", type="text"),),
        grants=(Grant(grantee=grantee, privileges=("select",)),),
        policies=policies,
        row_security=bool(policies),
    )


def catalog(*relations: Relation) -> Catalog:
    execute = (Grant(grantee="public", privileges=("execute",)),)
    greet = Routine(
        schema="shop", name="greet", kind="function", arguments="", signature="", result="text", language="sql",
        owner="keeper", definition="", grants=execute,
    )  # fmt: skip
    return Catalog(
        schemas=(Schema(name="shop", owner="keeper", grants=(Grant(grantee="public", privileges=("usage",)),)),),
        relations=relations,
        routines=(greet,),
        roles=(
            Role(name="anon"),
            Role(name="heir", member_of=(Membership(role="reader"),)),
            Role(name="idle", login=True),
            Role(name="keeper"),
            Role(name="reader"),
            Role(name="root", superuser=True),
        ),
    )


def made(found: Catalog) -> dict[str, str]:
    document = Document(title="Shop", snapshot=Snapshot(catalog=found, origin="live"), api_schemas=("shop",))
    return {page.path: page.text for page in role_pages(document, Environment(document))}


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def test_a_role_that_may_do_nothing_of_its_own_is_listed_without_a_page() -> None:
    pages = made(catalog(relation("orders")))
    names = ("heir", "keeper", "public", "reader", "root")
    assert {f"roles/{name}.md" for name in names} == set(pages) - {"roles.md"}
    assert "own nothing: `anon`, `idle`." in pages["roles.md"]


def test_all_policies_stand_as_one_condition_however_long() -> None:
    policies = tuple(
        Policy(name=f"p{number}", command="select", permissive=True, roles=("reader",), using=using)
        for number, using in enumerate(EVERYTHING)
    )
    pages = made(catalog(relation("orders", policies=policies)))
    condition = " OR ".join(f"({one})" for one in EVERYTHING)
    link = "[`shop.orders`](../tables/shop.orders.md)"
    assert [[link, f"**select**: where `{condition}`", "granted"]] == rows(pages["roles/reader.md"], "Relations")
    inherited = [[link, f"**select**: where `{condition}`", "granted to `reader`"]]
    assert inherited == rows(pages["roles/heir.md"], "Relations")


def test_memberships_are_told_on_both_sides() -> None:
    pages = made(catalog(relation("orders")))
    assert "- Member of [`reader`](reader.md)\n" in pages["roles/heir.md"]
    assert "- Its members: [`heir`](heir.md)\n" in pages["roles/reader.md"]


def test_an_owner_is_told_what_is_its_own() -> None:
    text = made(catalog(relation("orders")))["roles/keeper.md"]
    assert re.findall(r"^- (.*)$", text.partition("## Owns")[2], re.MULTILINE) == [
        "1 schema: [`shop`](../schemas/shop.md)",
        "1 relation: [`shop.orders`](../tables/shop.orders.md)",
        "1 function: [`shop.greet`](../functions/shop.greet.md)",
    ]


def test_everyone_has_a_page() -> None:
    text = made(catalog(relation("orders")))["roles/public.md"]
    expected = [["[`shop.greet()`](../functions/shop.greet.md)", "execute", "granted to everyone"]]
    assert expected == rows(text, "Functions and other objects")


def test_a_superuser_is_said_to_be_one_and_has_no_lines() -> None:
    text = made(catalog(relation("orders")))["roles/root.md"]
    assert "A superuser: nothing is refused to it" in text
    assert rows(text, "Relations") == []


def test_very_many_lines_are_counted_by_schema() -> None:
    text = made(catalog(*(relation(f"t{number:03}") for number in range(301))))["roles/reader.md"]
    assert rows(text, "What it may do") == [["[`shop`](../access/shop.md)", "301 relations"]]
    assert rows(text, "Relations") == []


def test_many_lines_of_few_relations_lead_to_the_one_page_of_access() -> None:
    found = catalog(*(relation(f"t{number:03}") for number in range(299)))
    sequences = tuple(
        Sequence(
            schema="shop", name=f"s{number}", owner="keeper", grants=(Grant(grantee="reader", privileges=("usage",)),)
        )
        for number in range(2)
    )
    found = structs.replace(found, sequences=sequences)
    document = Document(title="Shop", snapshot=Snapshot(catalog=found, origin="live"), api_schemas=("shop",))
    environment = Environment(document)

    text = next(page.text for page in role_pages(document, environment) if page.path == "roles/reader.md")
    (access,) = access_pages(document, environment)

    expected = [["[`shop`](../access.md#lines-shop)", "299 relations, 2 sequences"]]
    assert expected == rows(text, "What it may do")
    assert '<a id="lines-shop"></a>' in access.text


def test_the_api_is_told_for_the_roles_that_it_acts_as() -> None:
    pages = made(catalog(relation("orders", grantee="anon")))
    assert "- reads rows of [`orders`](../tables/shop.orders.md)\n- writes to nothing\n" in pages["roles/anon.md"]
    assert "Through the API" not in pages["roles/keeper.md"]
