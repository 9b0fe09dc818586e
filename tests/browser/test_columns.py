"""The address of a column in a real browser, with both generators: its name, the prefixed one, and hostile names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docgen.model.catalog import Catalog, Schema
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Reference, Relation
from docgen.model.snapshot import Snapshot
from docgen.render.column_places import HEADINGS, SCRIPTS
from docgen.render.document import Document
from docgen.render.links import anchor, page_path
from tests.browser.chromium import chromium
from tests.browser.test_built_site import pages, visiting, wait_for_diagrams
from tests.browser.test_hostile_schema import publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

UPLOADS = "database/tables/public.user_uploads.html"
PLACE = re.compile(r"""(?:\sid|<a (?:[^>]*\s)?name)=["']?([^\s"'>]+)""")
TOLD = "() => document.querySelector('article tr:has(:target)')?.cells[0].textContent.replace('¶', '').trim()"
THINGS = Name("shop", "things")
TAKEN = tuple(sorted({*HEADINGS, *SCRIPTS, "__search", "__drawer", "shopthings", "history_1"}))
FREE = ("email", "userId", "_id", "top", "name", "location", "document", "constructor", "toString", "length")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def odd() -> Document:
    """One table whose columns are called like what else a page holds, and a diagram beside them."""
    columns = tuple(Column(name=name, type="text") for name in (*TAKEN, *FREE))
    itself = Constraint(
        name="fk", kind="foreign key", columns=("email",), definition="", references=Reference(THINGS, ("userId",))
    )
    table = Relation(schema="shop", name="things", kind="table", owner="o", columns=columns, constraints=(itself,))
    catalog = Catalog(schemas=(Schema(name="shop", owner="o"),), relations=(table,))
    return Document(title="Odd", snapshot=Snapshot(catalog=catalog, origin="live"))


@pytest.mark.parametrize("place", ["owner_id", "col-owner_id"])
def test_an_address_shows_its_column(browser: Browser, built: Path, place: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, "file", viewport={"width": 1280, "height": 500}) as visit:
        visit.go(f"{UPLOADS}#{place}")
        row = visit.page.locator("article tr", has=visit.page.locator("#owner_id"))
        expect(row).to_be_in_viewport()
        assert visit.page.evaluate(TOLD) == "owner_id"
        assert visit.errors == []


def test_no_page_has_a_place_twice(built: Path) -> None:
    twice: dict[str, list[str]] = {}
    for path in pages(built):
        places = Counter(PLACE.findall((built / path).read_text()))
        twice |= {path: found} if (found := [place for place, times in places.items() if times > 1]) else {}
    assert twice == {}


@pytest.mark.parametrize("generator", ["material", "zensical"])
def test_names_of_other_things_harm_nothing(browser: Browser, tmp_path: Path, generator: str) -> None:
    page = f"database/{page_path('relation', THINGS).removesuffix('.md')}.html"
    built = publish(odd(), tmp_path, generator)
    with visiting(browser, built, "file") as visit:
        visit.go(page)
        assert wait_for_diagrams(visit) == 1
        for place, column in [(name, name) for name in FREE] + [(anchor("col", name), name) for name in TAKEN + FREE]:
            visit.page.evaluate("place => { location.hash = place; }", place)
            assert (visit.page.evaluate(TOLD), place) == (column, place)
        assert (visit.errors, visit.foreign) == ([], [])
