"""Addresses: files that no file system confuses, places, and the checker that finds what leads nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.name import Name
from docgen.render.document import Page
from docgen.render.link_check import BrokenLink, broken_links
from docgen.render.links import anchor, file_name, migration_anchor, page_path, place, relative


def test_plain_names_keep_plain_files() -> None:
    assert page_path("relation", Name("public", "orders")) == "tables/public.orders.md"
    assert page_path("routine", Name("public", "find_2")) == "functions/public.find_2.md"
    assert page_path("schema", Name("public", "")) == "schemas/public.md"
    assert place("type", Name("public", "state")) == "types/public.md#type-state"


def test_other_names_have_a_digest() -> None:
    assert file_name(Name("public", "Orders")) == "public.orders-b7e8acdd.md"
    assert file_name(Name("con", "a/b")) == "con-1143da2b.a_b-c14cddc0.md"
    assert file_name(Name("public", "日本")) == "public.x-cf2abf0c.md"
    assert page_path("schema", Name("index", "")) == "schemas/index-1bc04b52.md"


@given(st.tuples(st.text(max_size=9), st.text(max_size=9)), st.tuples(st.text(max_size=9), st.text(max_size=9)))
def test_no_two_names_share_a_file(first: tuple[str, str], second: tuple[str, str]) -> None:
    files = {file_name(Name(*pair)).casefold() for pair in (first, second)}

    assert len(files) == len({first, second})


def test_relative_addresses() -> None:
    assert relative("README.md", "tables/a.md") == "tables/a.md"
    assert relative("tables/a.md", "tables/b.md#col-x") == "b.md#col-x"
    assert relative("tables/a.md", "roles.md") == "../roles.md"
    assert relative("a/b/c.md", "a/d.md#x") == "../d.md#x"
    assert relative("tables/a.md", "tables/a.md#col-x") == "#col-x"


def test_migrations_are_called_after_file_or_folder() -> None:
    assert migration_anchor("supabase/migrations/20250101_init.sql") == "migration-20250101_init"
    assert migration_anchor("prisma/migrations/20250101_init/migration.sql") == "migration-20250101_init"
    assert anchor("col", "Vat") == "col-vat-933e8fc0"


def test_a_place_may_have_two_names() -> None:
    page = Page("a.md", '<a id="email" name="col-email"></a> [x](#email) [y](#col-email) [z](#mail)')

    assert broken_links([page]) == [BrokenLink("a.md", 1, "#mail", "there is no place mail on a.md")]


def test_what_leads_nowhere_is_found() -> None:
    pages = [
        Page(
            "a.md",
            "# A b\n\n[x](b.md#col-x) [y](c.md) [z](#a-b)\n[u](b.md#no) <a href='d.md'></a>\n[e](https://x.y/z.md)",
        ),
        Page(
            "b.md",
            '<a id="col-x"></a>`[v](gone.md)`\n\n```\n[w](gone.md)\n```\n[`code`](a.md)\n[notes](../elsewhere.md)',
        ),
    ]

    assert broken_links(pages) == [
        BrokenLink("a.md", 3, "c.md", "there is no c.md"),
        BrokenLink("a.md", 4, "b.md#no", "there is no place no on b.md"),
        BrokenLink("a.md", 4, "d.md", "there is no d.md"),
    ]
    assert broken_links(pages, ["c.md", "d.md"]) == [BrokenLink("a.md", 4, "b.md#no", "there is no place no on b.md")]
