"""The site of two databases in a real browser: the page that lists them, a way from one to the other, both maps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docgen.read.project import LIBPQ
from tests.browser.chromium import chromium
from tests.browser.drawn_map import NAMES
from tests.browser.test_built_site import HOW, OVERFLOW, pages, search, visiting, wait_for_diagrams
from tests.commands.shop import docgen
from tests.commands.two import two

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        root = two(tmp_path_factory.mktemp("two"))
        assert [docgen(root, "build", "--quiet"), docgen(root, "site")] == [0, 0]
    return root / "site"


@pytest.mark.parametrize("how", HOW)
def test_every_page_is_whole(browser: Browser, built: Path, how: str) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 380, "height": 740}, "is_mobile": True, "has_touch": True}
    with visiting(browser, built, how, **phone) as visit:
        too_wide = []
        for path in pages(built):
            visit.go(path)
            wait_for_diagrams(visit)
            too_wide += [path] if visit.page.evaluate(OVERFLOW) > 0 else []
        assert (visit.foreign, visit.errors, visit.dialogs, too_wide) == ([], [], [], [])


@pytest.mark.parametrize("how", HOW)
def test_the_list_leads_to_a_column_and_on_to_the_other_database(browser: Browser, built: Path, how: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, how) as visit:
        visit.go("database/index.html")
        rows = visit.page.locator("article table").first.locator("tbody tr")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("Application")
        visit.page.locator("article").get_by_role("link", name="public.orders.customer_id").click()
        expect(visit.page).to_have_url(re.compile(r"warehouse/tables/public\.orders\.html#customer_id$"))
        visit.page.get_by_role("heading", name="In other databases").wait_for()
        visit.page.locator("article li").get_by_role("link", name="public.customers.id").click()
        expect(visit.page).to_have_url(re.compile(r"app/tables/public\.customers\.html#id$"))
        visit.page.locator("article").get_by_role("link", name="Application", exact=True).click()
        visit.page.locator("article").get_by_role("link", name="all databases").click()
        expect(visit.page).to_have_url(re.compile(r"database/index\.html$"))
        assert (visit.foreign, visit.errors) == ([], [])


@pytest.mark.parametrize(
    ("name", "component", "other"), [("app", "Customers", "Warehouse"), ("warehouse", "Orders", "Application")]
)
def test_each_map_shows_its_own_database_and_what_it_refers_to(
    browser: Browser, built: Path, name: str, component: str, other: str
) -> None:
    with visiting(browser, built, "file") as visit:
        visit.go(f"database/{name}/map.html")
        visit.page.wait_for_selector("#docgen-map .node > title", state="attached", timeout=30_000)
        assert [title.split("\n")[0] for title in visit.page.evaluate(NAMES)] == sorted([component, other])
        lines = {"warehouse": f"{component} → {other}", "app": f"{other} → {component}"}
        shown = visit.page.locator("#docgen-map .list li.crossing").all_inner_texts()
        assert shown == [f"{lines[name]}: 2 references between databases"]
        visit.page.locator("#docgen-map .list").get_by_role("link", name=other).click()
        visit.page.wait_for_url(f"**/{'app' if name == 'warehouse' else 'warehouse'}/map.html")
        assert visit.errors == []


@pytest.mark.parametrize("how", HOW)
def test_a_map_leads_on_to_that_of_the_other_database(browser: Browser, built: Path, how: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, how) as visit:
        visit.go("database/warehouse/map.html#table=public.orders")
        visit.page.wait_for_selector("#docgen-map[data-ready]")
        relations = visit.page.locator("#docgen-map .list li.crossing")
        expect(relations.first).to_have_text(
            "public.orders (customer_id) → Application: public.customers (id): in another database, not declared"
        )
        far = visit.page.locator("#docgen-map .node", has_text="in Application").first
        visit.page.locator("#docgen-map .line.crossing .reach").first.dispatch_event("pointerover")
        expect(far).to_have_class(re.compile(r"\blit\b"))
        far.click()
        expect(visit.page).to_have_url(re.compile(r"/app/map\.html#table=public\.customers$"))
        visit.page.wait_for_selector("#docgen-map[data-ready]")
        assert "Warehouse: public.orders" in [title.casefold().capitalize() for title in visit.page.evaluate(NAMES)]
        assert (visit.foreign, visit.errors) == ([], [])


@pytest.mark.parametrize("how", HOW)
def test_one_search_finds_what_is_in_either(browser: Browser, built: Path, how: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, how) as visit:
        for words, target in (
            ("public.orders", "warehouse/tables/public.orders"),
            ("carts", "app/tables/public.carts"),
        ):
            visit.go("index.html")
            search(visit, words)
            found = visit.page.locator(f'a.md-search-result__link[href*="{target}"]').first
            expect(found).to_be_attached(timeout=20_000)
