"""The built example as a whole: where its links lead, its first page, and a walk through it by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.browser.chromium import chromium
from tests.browser.test_built_site import HOW, Visit, pages, visiting
from tests.browser.test_page_aids import COPIES
from tests.browser.test_reading import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TAB = 40
# What has the focus: its name, and whether a reader sees that it has it.
FOCUS = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const style = getComputedStyle(one), box = one.querySelector?.(".box");
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const thick = box && parseFloat(getComputedStyle(box).strokeWidth) > 3;
  const name = one.getAttribute("aria-label") ?? one.placeholder ?? one.textContent;
  return [name.trim(), !!(ring || thick || style.boxShadow !== "none")];
}"""


class Places(HTMLParser):
    """The addresses that a page's links name, and the places in it that they may name."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (tag == "a" and name == "name")):
                self.places.add(value)
            if value and tag == "a" and name == "href":
                self.links.append(value)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_every_link_leads_to_a_page_and_a_place(built: Path) -> None:
    read = {path: Places() for path in pages(built)}
    for path, places in read.items():
        places.feed((built / path).read_text(encoding="utf-8"))
    dead = [
        (path, link) for path, places in read.items() for link in places.links if not leads(built, read, path, link)
    ]
    assert dead == []
    assert sum(len(places.links) for places in read.values()) > len(read)


def leads(site: Path, read: dict[str, Places], page: str, link: str) -> bool:
    """Whether ``link`` of ``page`` is of another host, or of a file here with the place that it names."""
    parts = urlsplit(urljoin(f"http://site/{page}", link))
    if parts.netloc != "site":
        return True
    path = unquote(parts.path).lstrip("/")
    if path in ("", "."):
        path = "index.html"
    if path not in read:
        return (site / path).is_file() or (site / path / "index.html").is_file()
    place = unquote(parts.fragment)
    return not place or "=" in place or place in read[path].places or place.startswith("__")


@pytest.mark.parametrize("how", HOW)
def test_links_that_are_clicked_show_their_place(browser: Browser, built: Path, how: str) -> None:
    shown = "id => { const box = document.getElementById(id).getBoundingClientRect(); return box.top < innerHeight; }"
    with visiting(browser, built, how) as visit:
        for kind in ("overview", "status", "table", "troubleshooting"):
            visit.go(f"database/{KINDS[kind]}")
            link = visit.page.locator("article a[href*='.html#']:not(.headerlink)").first
            target = urljoin(visit.page.url, link.get_attribute("href") or "")
            link.click()
            visit.page.wait_for_url(target)
            visit.page.wait_for_function(shown, arg=unquote(urlsplit(target).fragment))
        assert (visit.foreign, visit.errors) == ([], [])


def test_the_first_page_is_a_dashboard(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "file") as visit:
        visit.go("database/index.html")
        article = visit.page.locator("article")
        assert re.search(r"22 tables · 9 views · 17 functions", article.inner_text())
        assert article.locator("h2").all_inner_texts()[:2] == ["Components¶", "Newest migrations¶"]
        assert article.locator(".mermaid").count() == 1
        for text in ("conflicts between migrations", "remarks on the schema", "Core Auth System", "Status", "Map"):
            assert article.get_by_role("link", name=text, exact=True).first.is_visible(), text


def tabbed(visit: Visit, wanted: str) -> list[tuple[str, bool]]:
    """The stops of Tab up to the one called ``wanted``."""
    stops: list[tuple[str, bool]] = []
    while len(stops) < TAB:
        visit.page.keyboard.press("Tab")
        name, seen = visit.page.evaluate(FOCUS)
        stops.append((name, seen))
        if name.startswith(wanted):
            return stops
    pytest.fail(f"no {wanted} within {TAB} stops: {stops}")


def test_a_walk_by_keyboard_alone_sees_where_it_is(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "http", viewport={"width": 1440, "height": 900}) as visit:
        visit.go(f"database/{KINDS['map']}")
        visit.page.wait_for_selector("#docgen-map[data-ready]")
        stops = tabbed(visit, "Skip to content")
        visit.page.keyboard.press("Enter")
        stops += tabbed(visit, "Find a table or a column")
        visit.page.keyboard.type("user_uploads")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function("document.getElementById('docgen-map').dataset.view.includes('user_uploads')")
        stops += tabbed(visit, "public.user_uploads, table, in the centre")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/tables/public.user_uploads.html")
        stops += tabbed(visit, "Skip to content")
        visit.page.keyboard.press("Enter")
        stops += tabbed(visit, "Filter")
        visit.page.keyboard.type("s3_key")
        assert visit.page.locator("article table").nth(0).locator("tbody tr:visible").count() == 1
        assert [name for name, seen in stops if not seen] == []


def test_the_comments_are_copied_as_they_stand(browser: Browser, built: Path) -> None:
    with visiting(browser, built, "http", permissions=COPIES) as visit:
        visit.go(f"database/{KINDS['table']}")
        visit.page.locator("summary", has_text="Write or change the comments").click()
        block = visit.page.locator(".highlight").filter(has_text="COMMENT ON TABLE")
        block.hover()
        block.locator("button").first.click()
        written = block.locator("code").inner_text().strip()
        assert written.startswith("COMMENT ON TABLE public.service_packages IS ")
        visit.page.wait_for_function(
            "text => navigator.clipboard.readText().then(one => one.trim() === text)", arg=written
        )
