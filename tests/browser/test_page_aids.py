"""What every page of the built example offers its readers beside its text, with both generators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import chromium
from tests.browser.test_built_site import visiting
from tests.browser.test_reading import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCHEME = "data-md-color-scheme"
COPIES = ["clipboard-read", "clipboard-write"]
TRAILS = """[...document.querySelectorAll(".md-path, h1 + p > small:only-child")]
  .filter(one => one.getClientRects().length).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_a_page_has_one_trail(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file", viewport={"width": 1280, "height": 900}) as visit:
        trails = {}
        for kind in ("table", "view", "function", "types", "component", "role", "status", "access"):
            visit.go(f"database/{KINDS[kind]}")
            trails[kind] = visit.page.evaluate(TRAILS)
        assert trails == dict.fromkeys(trails, 1)


def test_a_button_copies_the_sql_as_it_is(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "http", permissions=COPIES) as visit:
        visit.go(f"database/{KINDS['table']}")
        block = visit.page.locator(".highlight").filter(has_text="USING (is_active)").first
        block.hover()
        block.locator("button").first.click()
        visit.page.wait_for_function("navigator.clipboard.readText().then(text => text.trim() === 'USING (is_active)')")
        assert visit.errors == []


def test_the_dark_palette_is_kept_from_page_to_page(browser: Browser, built: Path) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, "http", color_scheme="light") as visit:
        visit.go("database/index.html")
        body = visit.page.locator("body")
        expect(body).to_have_attribute(SCHEME, "default")
        visit.page.locator("label.md-header__button[for^=__palette]:visible").click()
        expect(body).to_have_attribute(SCHEME, "slate")
        visit.go(f"database/{KINDS['table']}")
        expect(body).to_have_attribute(SCHEME, "slate")


def test_every_heading_stands_at_the_same_height(browser: Browser, built: Path) -> None:
    top = "document.querySelector('article h1').getBoundingClientRect().top"
    with visiting(browser, built, "file", viewport={"width": 1280, "height": 900}) as visit:
        tops = {}
        for kind in ("overview", "status", "table", "access", "map"):
            visit.go(f"database/{KINDS[kind]}")
            tops[kind] = visit.page.evaluate(top)
        assert tops == dict.fromkeys(tops, tops["table"])
