"""A site whose navigation names schemas only: the way up from a table, and the search for what a table was called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import chromium
from tests.browser.test_built_site import Visit, search, visiting
from tests.browser.test_hostile_schema import publish
from tests.render.test_trail import world

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CLIENTS = "database/tables/sales.clients.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(world(), tmp_path_factory.mktemp("material"), "material", every_page=False)


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(world(), tmp_path_factory.mktemp("zensical"), "zensical", every_page=False)


@pytest.fixture(params=["material", "zensical"])
def built(request: pytest.FixtureRequest) -> Path:
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


@pytest.fixture
def visit(browser: Browser, built: Path) -> Iterator[Visit]:
    with visiting(browser, built, "file") as visit:
        yield visit
        assert (visit.foreign, visit.errors) == ([], [])


def test_a_table_leads_up_to_its_component(visit: Visit) -> None:
    from playwright.sync_api import expect

    visit.go(CLIENTS)
    trail = visit.page.locator("article h1 + p small")
    expect(trail).to_have_text("Shop › Orders, A_b › sales")
    trail.get_by_role("link", name="Orders").click()
    expect(visit.page.locator("article h1")).to_contain_text("Orders")
    visit.page.locator('article a[href*="sales.clients"]').first.click()
    expect(visit.page).to_have_url(re.compile(r"tables/sales\.clients\.html$"))


def test_the_page_at_an_old_name_leads_to_the_new_one(visit: Visit) -> None:
    from playwright.sync_api import expect

    visit.go("database/tables/sales.buyers.html")
    visit.page.locator("article").get_by_role("link", name="sales.clients").click()
    expect(visit.page.locator("article")).to_contain_text("formerly sales.buyers, sales.patrons")


@pytest.mark.parametrize("words", ["patrons", "sales.patrons"])
def test_the_search_finds_a_table_by_its_former_name(browser: Browser, material: Path, words: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, material, "file") as visit:
        visit.go("index.html")
        search(visit, words)
        first = visit.page.locator(".md-search-result__item a").first
        expect(first).to_have_attribute("href", re.compile(r"tables/sales\.clients\.html"))
