"""The built example on paper and on a phone, with both generators: nothing cut, nothing sideways, nothing useless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import chromium
from tests.browser.test_built_site import visiting, wait_for_diagrams
from tests.browser.test_reading import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 380, "height": 800}, "is_mobile": True, "has_touch": True}
PAPER = {"viewport": {"width": 720, "height": 1000}, "color_scheme": "dark"}  # A4 between its margins
ON_SCREEN_ONLY = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-search, .md-path, .headerlink, .md-clipboard"
SHOWN = """(names) => [...document.querySelectorAll(names)]
  .filter(one => one.getClientRects().length).map(one => one.className)"""
CUT = """() => {
  const paper = document.documentElement.clientWidth;
  return [...document.querySelectorAll("article :is(table, pre, .mermaid, #docgen-map)")]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().right > paper + 1)
    .map(one => one.className || one.tagName);
}"""
PAPER_COLOURS = """() => {
  const brightness = colour => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).reduce((sum, part) => sum + part, 0) / 765;
  };
  const ink = [...document.querySelectorAll("article :is(p, td, h2, a, code, pre span):not(.headerlink)")];
  return {
    paper: brightness(getComputedStyle(document.body).backgroundColor),
    ink: Math.max(...ink.map(one => brightness(getComputedStyle(one).color))),
  };
}"""
FOLDED = "document.querySelectorAll('article details:not([open])').length"
SIDEWAYS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wraps = [...document.querySelectorAll(".md-typeset__scrollwrap")];
  return [scrollWidth - clientWidth, wraps.filter(one => one.scrollWidth > one.clientWidth).length];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_a_printed_page_is_whole_and_light(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file", **PAPER) as visit:
        found = {}
        for kind in ("table", "access", "migration log", "status"):
            visit.go(f"database/{KINDS[kind]}")
            wait_for_diagrams(visit)
            visit.page.emulate_media(media="print")
            left, cut, colours = (
                visit.page.evaluate(SHOWN, ON_SCREEN_ONLY),
                visit.page.evaluate(CUT),
                visit.page.evaluate(PAPER_COLOURS),
            )
            found[kind] = (left, cut, colours["paper"] > 0.99, colours["ink"] < 0.62)
            visit.page.emulate_media(media="screen")
        assert found == dict.fromkeys(found, ([], [], True, True))
        assert visit.errors == []


def test_what_is_folded_is_printed_open_and_folded_again(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file") as visit:
        visit.go("database/tables/public.service_packages.html")
        folded = visit.page.evaluate(FOLDED)
        assert folded > 0
        visit.page.evaluate(f"addEventListener('beforeprint', () => {{ window.foldedOnPaper = {FOLDED}; }})")
        assert visit.page.pdf(format="A4").startswith(b"%PDF")
        assert visit.page.evaluate("window.foldedOnPaper") == 0
        assert visit.page.evaluate(FOLDED) == folded


def test_the_map_is_printed_whole(browser: Browser, built: Path) -> None:
    whole = """() => {
      const picture = document.querySelector("#docgen-map .sheet").shadowRoot;
      const paper = picture.querySelector(".canvas").getBoundingClientRect();
      return [...picture.querySelectorAll(".node")].every(node => {
        const box = node.getBoundingClientRect();
        return box.left >= paper.left - 1 && box.right <= paper.right + 1
          && box.top >= paper.top - 1 && box.bottom <= paper.bottom + 1;
      });
    }"""
    with visiting(browser, built, "file", **PAPER) as visit:
        visit.go("database/map.html#table=public.profiles&steps=3&columns=all")
        visit.page.wait_for_selector("#docgen-map[data-ready] .node")
        visit.page.get_by_label("Zoom in").click(click_count=6)
        assert visit.page.evaluate(whole) is False
        visit.page.emulate_media(media="print")
        visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert visit.page.evaluate(whole) is True
        assert visit.page.evaluate(SHOWN, "#docgen-map :is(.bar, .crumbs)") == []


def test_no_table_scrolls_sideways_between_the_menus(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file", viewport={"width": 1280, "height": 900}) as visit:
        for kind in ("table", "view", "access", "troubleshooting"):
            visit.go(f"database/{KINDS[kind]}")
            visit.page.wait_for_function(f"({SIDEWAYS})().every(wide => wide <= 0)", timeout=10_000)
        assert visit.errors == []


def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file", **PHONE) as visit:
        found = {}
        for kind, path in KINDS.items():
            visit.go(f"database/{path}")
            wait_for_diagrams(visit)
            visit.page.evaluate("for (const one of document.querySelectorAll('article details')) one.open = true")
            visit.page.wait_for_function(f"({SIDEWAYS})().every(wide => wide <= 0)", timeout=10_000)
            found[kind] = visit.page.evaluate(SIDEWAYS)
        assert all(page <= 0 and not tables for page, tables in found.values())


def test_a_stacked_row_says_the_header_of_each_cell_and_stays_a_table(browser: Browser, built: Path) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, "file", **PHONE) as visit:
        visit.go("database/tables/public.service_packages.html")
        table = visit.page.locator("article table[data-stacked]").first
        expect(table.get_by_role("row", name="code")).to_be_visible()
        row = table.locator("tr").filter(has=visit.page.locator("#code"))
        labels = row.locator("td").evaluate_all("cells => cells.map(cell => cell.dataset.label)")
        assert labels == ["Column", "Type", "Null", "Default", "Key", "Description"]
        said = "cell => getComputedStyle(cell, '::before').content"
        assert row.locator("td").nth(1).evaluate(said) == '"Type"'
        expect(table.get_by_role("columnheader", name="Description")).to_have_count(1)


def test_a_table_is_a_table_again_where_there_is_room(browser: Browser, built: Path) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, "file", viewport={"width": 380, "height": 800}) as visit:
        visit.go("database/access.html")
        stacked = visit.page.locator("article table[data-stacked]")
        expect(stacked.first).to_be_visible()
        visit.page.set_viewport_size({"width": 1440, "height": 900})
        expect(stacked).to_have_count(0)
