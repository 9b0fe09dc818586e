"""The built example as its readers meet it: a new colleague's questions, the search, and axe on every kind of page."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docgen.config.workspace import load
from docgen.read.project import read_snapshot
from docgen.render.map_data import FILE_NAME
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.project import SiteProject
from docgen.site.search import cut_search
from docgen.write.documentation import map_script
from tests.browser.chromium import chromium
from tests.browser.test_built_site import Visit, search, visiting, wait_for_diagrams

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

TESTS = Path(__file__).parent.parent
PORTAL = TESTS.parent / "examples" / "portal"
AXE = TESTS.parent / ".axe" / "node_modules" / "axe-core" / "axe.min.js"
CASES = TESTS / "cases" / "browser"
FIRST = 3
KINDS = {
    "overview": "index.html",
    "status": "SCHEMA-STATUS.html",
    "schema": "schemas/public.html",
    "table": "tables/public.service_packages.html",
    "view": "tables/reporting.booking_lines.html",
    "materialized view": "tables/reporting.monthly_revenue.html",
    "function": "functions/public.current_price.html",
    "types": "types/public.html",
    "component": "business/pricing.html",
    "access": "access.html",
    "roles": "roles.html",
    "role": "roles/authenticated.html",
    "personal data": "personal-data.html",
    "move": "move.html",
    "extensions": "extensions.html",
    "other objects": "objects.html",
    "migration log": "migrations/migration-log.html",
    "current state": "migrations/current-state.html",
    "troubleshooting": "migrations/troubleshooting.html",
    "map": "map.html",
    "a table on the map": "map.html#table=public.service_packages&columns=all",
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
# A box of the map is called by its first line, the name, which its accessible name begins with. axe takes all columns
# that are drawn in it for its label, and wants every one of them spoken.
FOUND = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const columns = (rule, node) => rule === "label-content-name-mismatch" && node.html.startsWith('<a class="node');
  return violations.filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => [one.id, one.nodes.filter(node => !columns(one.id, node)).map(node => node.target.join(" "))])
    .filter(([, nodes]) => nodes.length);
}"""
UNREACHABLE = """[...document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset .mermaid, .md-typeset pre > code")]
  .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth && one.tabIndex < 0).length"""


def cases(name: str, part: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = tomllib.loads((CASES / name).read_text())[part]
    return read


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site with its map."""
    folder = tmp_path_factory.mktemp("reading") / "portal"
    shutil.copytree(PORTAL, folder, ignore=shutil.ignore_patterns("site"))
    workspace = load(folder)
    snapshot = read_snapshot(workspace)
    assert snapshot is not None
    write_assets(workspace.docs, [(FILE_NAME, map_script(workspace, snapshot.catalog))])
    build_site(SiteProject(folder / "mkdocs.yml", "database"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def cut(portal: Path) -> Path:
    """The same site with its search in pieces, as a large one has it."""
    folder = portal.with_name("cut")
    shutil.copytree(portal, folder)
    assert cut_search(folder, whole=0)
    return folder


@pytest.fixture(scope="module", params=["portal", "cut"])
def opened(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Visit]:
    """One visit for all searches: the index is read once for each page."""
    with visiting(
        browser, request.getfixturevalue(request.param), "file", viewport={"width": 1280, "height": 900}
    ) as visit:
        yield visit


def answers(visit: Visit, words: str) -> Locator:
    """The first link of every page that the search shows for ``words``, best first."""
    from playwright.sync_api import expect

    visit.go("database/index.html")
    search(visit, words)
    expect(visit.page.locator(".md-search-result__meta")).to_contain_text(
        re.compile("matching document"), timeout=20_000
    )
    return visit.page.locator(".md-search-result__item > a.md-search-result__link:first-of-type")


def addresses(found: Locator) -> list[str]:
    """The first pages that are found, below the database's folder."""
    links = found.evaluate_all(f"links => links.slice(0, {FIRST}).map(link => link.href)")
    return [re.sub(r"^.*/database/|[?#].*$", "", link) for link in links]


@pytest.mark.parametrize("case", cases("named_things.toml", "thing"), ids=lambda case: case["kind"])
def test_the_search_finds(opened: Visit, case: dict[str, Any]) -> None:
    assert case["page"] in addresses(answers(opened, case["search"]))


@pytest.mark.parametrize("case", cases("first_answers.toml", "answer"), ids=lambda case: case["search"])
def test_what_is_called_like_that_is_the_first_answer(opened: Visit, case: dict[str, Any]) -> None:
    assert addresses(answers(opened, case["search"]))[0] == case["page"]


@pytest.mark.parametrize("case", cases("questions.toml", "question"), ids=lambda case: case["asks"])
def test_a_question_is_answered_in_two_clicks_or_one_search(opened: Visit, case: dict[str, Any]) -> None:
    from playwright.sync_api import expect

    if "search" in case:
        found = answers(opened, case["search"])
        pages = addresses(found)
        assert case["page"] in pages
        found.nth(pages.index(case["page"])).click()
    else:
        opened.go("database/index.html")
        assert len(case["clicks"]) <= 2
        for text in case["clicks"]:
            opened.page.locator("article").get_by_role("link", name=text, exact=True).first.click()
    expect(opened.page).to_have_url(re.compile(re.escape(f"/database/{case['page']}")))
    answer = opened.page.locator("article :is(tr, p, li, h2, h3)")
    for text in case["says"]:
        answer = answer.filter(has_text=text)
    expect(answer.first).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(browser: Browser, portal: Path, kind: str, look: str) -> None:
    with visiting(browser, portal, "file", **LOOKS[look]) as visit:
        visit.go(f"database/{KINDS[kind]}")
        wait_for_diagrams(visit)
        if "map" in kind:
            visit.page.wait_for_selector("#docgen-map[data-ready] .node")
        assert serious(visit) == []


def serious(visit: Visit) -> list[Any]:
    """What axe calls serious on the page, rule and places, once all that scrolls can be reached by keyboard."""
    visit.page.wait_for_function(f"{UNREACHABLE} === 0")
    visit.page.evaluate(AXE.read_text())
    found: list[Any] = visit.page.evaluate(FOUND)
    return found


def test_a_column_that_is_asked_for_is_shown(opened: Visit) -> None:
    from playwright.sync_api import expect

    answers(opened, "user_uploads.s3_key").first.click()
    expect(opened.page).to_have_url(re.compile(r"/tables/public\.user_uploads\.html.*#s3_key$"))
    expect(opened.page.locator("tr:has(#s3_key)")).to_be_in_viewport()


def test_an_answer_loads_the_pieces_that_it_needs(browser: Browser, cut: Path) -> None:
    loaded: list[str] = []
    with visiting(browser, cut, "http") as visit:
        visit.page.on("request", lambda request: loaded.append(request.url))
        first = answers(visit, "user_uploads.s3_key").first
        assert (first.get_attribute("href") or "").endswith("#s3_key")
        assert visit.errors == []
    names = {re.sub(r"^.*/search/|\.js.*$", "", url) for url in loaded if "/search/" in url}
    assert {"head", "words-0"} <= names
    assert names - {"head", "words-0", "search_index"} <= {f"texts-{number}" for number in range(10)}


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("20250212080000_partners", "migrations/migration-log.html#20250212080000_partners"),
        ("who references profiles", "tables/public.profiles.html#referenced-by"),
        ("app_role", "types/public.html#publicapp_role"),
    ],
)
def test_what_is_called_so_is_the_first_section(browser: Browser, cut: Path, words: str, address: str) -> None:
    with visiting(browser, cut, "http") as visit:
        answers(visit, words)
        found = visit.page.locator(".md-search-result__item").first.locator("article")
        best = found.evaluate_all("all => all.sort((a, b) => b.dataset.mdScore - a.dataset.mdScore)[0].parentNode.href")
        assert re.sub(r"^.*/database/|\?[^#]*", "", best) == address


def test_axe_finds_nothing_serious_in_the_answers(browser: Browser, cut: Path) -> None:
    with visiting(browser, cut, "file", viewport={"width": 1280, "height": 900}) as visit:
        answers(visit, "who references profiles")
        assert serious(visit) == []
