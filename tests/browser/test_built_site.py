"""The built site in a real browser: nothing from other hosts, diagrams, search, dark mode, a phone."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docgen.config.workspace import load
from docgen.read.project import read_snapshot
from docgen.render import map_data
from docgen.render.mkdocs_base import FILE_NAME, SitePart, mkdocs_base
from docgen.render.navigation import navigation
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.navigation import renew_navigation
from docgen.site.project import SiteProject
from docgen.write.documentation import map_script
from tests.browser.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser

TESTS = Path(__file__).parent.parent
PORTAL = TESTS.parent / "examples" / "portal"
SMALL_PAGES = (
    ("README.md", "Shop"),
    ("SCHEMA-STATUS.md", "Status"),
    ("schemas/public.md", "public"),
    ("tables/public.items.md", "public.items"),
    ("tables/public.orders.md", "public.orders"),
)

HOW = ("http", "file")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRASTS = """() => {
  const light = colour => {
    const [r, g, b] = colour.map(part => part / 255).map(p => p <= 0.03928 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = text => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const page = rgb(getComputedStyle(document.body).backgroundColor);
  const found = [];
  for (const host of document.querySelectorAll("div.mermaid")) {
    const shapes = [...host.shadowRoot.querySelectorAll("rect, path, polygon")];
    const texts = [...host.shadowRoot.querySelectorAll("span, text")].filter(node => node.textContent.trim());
    for (const node of texts) {
      const own = getComputedStyle(node);
      const ink = rgb(node.tagName === "text" ? own.fill : own.color);
      const box = node.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const behind = shapes.filter(shape => {
        const area = shape.getBoundingClientRect();
        return area.x <= x && x <= area.right && area.y <= y && y <= area.bottom;
      }).map(shape => rgb(getComputedStyle(shape).fill)).filter(fill => fill[3] > 127).pop() ?? page;
      const [a, b] = [light(ink.slice(0, 3)), light(behind.slice(0, 3))];
      found.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
    }
  }
  return found;
}"""
DIAGRAMS = "[...document.querySelectorAll('div.mermaid')].filter(host => host.shadowRoot?.querySelector('svg')).length"


# Material draws diagrams inside closed shadow roots; a test must see into them.
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class Visit:
    """One page in the browser, with the requests to other hosts, the console's errors and the dialogs it made."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self._requested(request.url))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._said)

    def _said(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _requested(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path, wait_until="load")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of ``folder`` on a server of our own."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def visiting(browser: Browser, folder: Path, how: str, **options: Any) -> Iterator[Visit]:
    """A visit of the site in ``folder`` over ``how``: http or file."""
    with browser.new_context(offline=False, **options) as context, served(folder) as address:
        context.add_init_script(OPEN_SHADOWS)
        yield Visit(context.new_page(), address if how == "http" else f"{folder.as_uri()}/")


def pages(folder: Path) -> list[str]:
    """The site's pages but the one that a server answers unknown addresses with: it is for no other place."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if path.name != "404.html")


def search(visit: Visit, words: str) -> None:
    """Ask the search of the page in sight for all ``words`` at once: answers to their beginning are none."""
    box = visit.page.locator("input.md-search__input")
    box.click()
    box.fill(words)
    box.press("End")  # the theme searches when a key is let go


def wait_for_diagrams(visit: Visit) -> int:
    """How many diagrams the page has, all of them drawn."""
    wanted: int = visit.page.evaluate("document.querySelectorAll('.mermaid').length")
    visit.page.wait_for_function(f"{DIAGRAMS} >= {wanted}", timeout=30_000)
    return wanted


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def build(folder: Path, prefix: str, output: Path) -> Path:
    """The small tree or a copy of a project, built."""
    project = SiteProject(folder / "mkdocs.yml", prefix)
    write_assets(folder / "docs" / prefix)
    build_site(project, output)
    return output


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site."""
    folder = tmp_path_factory.mktemp("small") / "shop"
    shutil.copytree(TESTS / "cases" / "site", folder)
    base = mkdocs_base("database", (SitePart("database", every_page=True),))
    (folder / "docs" / "database" / FILE_NAME).write_text(base.text)
    renew_navigation(SiteProject(folder / "mkdocs.yml", "database"), navigation(SMALL_PAGES))
    return build(folder, "database", folder / "site")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, from its committed pages."""
    folder = tmp_path_factory.mktemp("portal") / "portal"
    shutil.copytree(PORTAL, folder, ignore=shutil.ignore_patterns("site"))
    workspace = load(folder)
    snapshot = read_snapshot(workspace)
    assert snapshot is not None
    write_assets(workspace.docs, [(map_data.FILE_NAME, map_script(workspace, snapshot.catalog))])
    return build(folder, "database", folder / "site")


@pytest.fixture(params=["small", "portal"])
def built(request: pytest.FixtureRequest) -> Path:
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


@pytest.mark.parametrize("how", HOW)
def test_every_page_is_whole_without_another_host(browser: Browser, built: Path, how: str) -> None:
    drawn = 0
    with visiting(browser, built, how) as visit:
        for path in pages(built):
            visit.go(path)
            drawn += wait_for_diagrams(visit)
        assert (visit.foreign, visit.errors, visit.dialogs) == ([], [], [])
    assert drawn > 0


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    ("name", "words", "target"),
    [("small", "public.orders", "tables/public.orders"), ("portal", "private_profiles", "public.private_profiles")],
)
def test_search_finds_a_table(
    browser: Browser, request: pytest.FixtureRequest, name: str, words: str, target: str, how: str
) -> None:
    from playwright.sync_api import expect

    with visiting(browser, request.getfixturevalue(name), how) as visit:
        visit.go("index.html")
        search(visit, words)
        first = visit.page.locator("a.md-search-result__link").first
        expect(first).to_be_attached(timeout=20_000)
        expect(first).to_have_attribute("href", re.compile(re.escape(target)))
        assert (visit.foreign, visit.errors) == ([], [])


@pytest.mark.parametrize(("scheme", "expected"), [("light", "default"), ("dark", "slate")])
def test_the_colours_follow_the_system(browser: Browser, small: Path, scheme: Any, expected: str) -> None:
    from playwright.sync_api import expect

    with visiting(browser, small, "http", color_scheme=scheme) as visit:
        visit.go("database/tables/public.orders.html")
        expect(visit.page.locator("body")).to_have_attribute("data-md-color-scheme", expected)
        assert wait_for_diagrams(visit) == 1
        assert min(contrasts(visit)) >= 4.5


def test_a_diagram_that_cannot_be_fetched_stays_text(browser: Browser, small: Path) -> None:
    from playwright.sync_api import expect

    with visiting(browser, small, "http") as visit:
        visit.page.route("**/mermaid.min.js", lambda route: route.abort())
        with visit.page.expect_request("**/mermaid.min.js"):
            visit.go("database/tables/public.orders.html")
        expect(visit.page.get_by_text("erDiagram")).to_be_visible()
        assert visit.foreign == []


def test_a_page_without_a_diagram_fetches_no_mermaid(browser: Browser, small: Path) -> None:
    with visiting(browser, small, "http") as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.go("database/tables/public.items.html")
        visit.page.wait_for_load_state("networkidle")
        assert [url for url in asked if url.endswith("mermaid.min.js")] == []


def test_a_phone_never_scrolls_sideways(browser: Browser, built: Path) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
    with visiting(browser, built, "file", **phone) as visit:
        too_wide = {}
        for path in pages(built):
            visit.go(path)
            wait_for_diagrams(visit)
            over = visit.page.evaluate(OVERFLOW)
            if over > 0:
                too_wide[path] = over
        assert too_wide == {}


def contrasts(visit: Visit) -> list[float]:
    """The contrast of every text of the page's diagrams with what is painted behind it."""
    found: list[float] = visit.page.evaluate(CONTRASTS)
    assert found
    return found
