"""The interactive map in a real browser: what it shows, where it leads, by mouse and by keyboard, from a folder too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docgen.config.workspace import load
from docgen.read.project import read_snapshot
from docgen.render.map_data import FILE_NAME, map_data
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.project import SiteProject
from docgen.write.documentation import map_script
from tests.browser.chromium import chromium
from tests.browser.drawn_map import FOCUSED, NAMES, PICTURE
from tests.browser.test_built_site import HOW, OVERFLOW, PORTAL, Visit, visiting
from tests.browser.test_hostile_schema import ATTACKS, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

MAP = "database/map.html"
DRAWN = "(view) => document.getElementById('docgen-map')?.dataset.view === view"
CONTRAST = """picture => {
  const light = colour => {
    const [r, g, b] = colour.map(part => part / 255).map(p => p <= 0.03928 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = text => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const box = light(rgb(getComputedStyle(picture.querySelector(".box")).fill));
  return [...picture.querySelectorAll(".node text")].map(text => {
    const ink = light(rgb(getComputedStyle(text).fill));
    return (Math.max(box, ink) + 0.05) / (Math.min(box, ink) + 0.05);
  });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site with its map."""
    folder = tmp_path_factory.mktemp("map") / "portal"
    shutil.copytree(PORTAL, folder, ignore=shutil.ignore_patterns("site"))
    workspace = load(folder)
    snapshot = read_snapshot(workspace)
    assert snapshot is not None
    project = SiteProject(folder / "mkdocs.yml", "database")
    write_assets(workspace.docs, [(FILE_NAME, map_script(workspace, snapshot.catalog))])
    build_site(project, folder / "site")
    return folder / "site"


def opened(visit: Visit, view: str) -> None:
    """The map at ``view``, drawn."""
    visit.page.goto("about:blank")
    visit.go(MAP + view)
    visit.page.wait_for_selector("#docgen-map[data-ready]")


def drawn(visit: Visit, view: str) -> list[str]:
    """What the picture shows once it is at ``view``."""
    visit.page.wait_for_function(DRAWN, arg=view)
    found: list[str] = visit.page.evaluate(NAMES)
    return found


def node(visit: Visit, title: str) -> Locator:
    return visit.page.locator("#docgen-map .node", has=visit.page.locator(f"title:text-is('{title}')"))


@pytest.mark.parametrize("how", HOW)
def test_the_map_leads_from_the_whole_to_a_page(browser: Browser, portal: Path, how: str) -> None:
    with visiting(browser, portal, how) as visit:
        opened(visit, "")
        assert drawn(visit, "#overview=components") == [
            "Core Auth System",
            "DSGVO Compliance",
            "Partner System",
            "Pricing Schema",
            "S3 Integration",
            "VC System",
            "in no component",
        ]
        node(visit, "VC System").click()
        inside = drawn(visit, "#component=vc%2Fcredentials")
        assert {"public.vc_credentials", "public.vc_issuers", "public.partners"} <= set(inside)
        node(visit, "public.vc_credentials").click()
        assert drawn(visit, "#table=public.vc_credentials") == [
            "public.profiles",
            "public.vc_credentials",
            "public.vc_issuers",
            "public.vc_presentations",
            "public.vc_revocations",
            "public.vc_schemas",
        ]
        node(visit, "public.vc_schemas").click()
        drawn(visit, "#table=public.vc_schemas")
        node(visit, "public.vc_schemas").click()
        visit.page.wait_for_url("**/tables/public.vc_schemas.html")
        visit.page.go_back()
        visit.page.wait_for_selector("#docgen-map[data-ready]")
        drawn(visit, "#table=public.vc_schemas")
        assert (visit.foreign, visit.errors, visit.dialogs) == ([], [], [])


@pytest.mark.parametrize("how", HOW)
def test_a_table_s_page_opens_its_view(browser: Browser, portal: Path, how: str) -> None:
    with visiting(browser, portal, how) as visit:
        visit.go("database/tables/public.service_prices.html")
        visit.page.locator("article a", has_text=re.compile("^map$")).click()
        names = drawn(visit, "#table=public.service_prices")
        assert names == ["public.service_bookings", "public.service_packages", "public.service_prices"]
        assert (visit.foreign, visit.errors) == ([], [])


def test_a_column_is_found_by_keyboard_alone(browser: Browser, portal: Path) -> None:
    with visiting(browser, portal, "file") as visit:
        opened(visit, "")
        search = visit.page.get_by_role("combobox", name="Find a table or a column")
        search.focus()
        visit.page.keyboard.type("s3_key")
        offered = visit.page.locator("#docgen-map-found li").all_inner_texts()
        assert offered == ["public.user_uploads.s3_key text"]
        visit.page.keyboard.press("Enter")
        assert "public.profiles" in drawn(visit, "#table=public.user_uploads")
        node(visit, "public.user_uploads").focus()
        visit.page.keyboard.press("ArrowRight")
        focused = visit.page.evaluate(FOCUSED)
        assert focused == "public.profiles"
        visit.page.keyboard.press("Enter")
        drawn(visit, "#table=public.profiles")
        assert visit.page.evaluate(FOCUSED) == "public.profiles"
        visit.page.keyboard.press("Escape")
        drawn(visit, "#schema=public")
        visit.page.keyboard.press("Escape")
        assert drawn(visit, "#overview=schemas") == ["audit", "public", "reporting"]
        assert visit.errors == []


def test_every_control_is_in_the_address(browser: Browser, portal: Path) -> None:
    columns = f"{PICTURE}.querySelectorAll('.centre .column').length"
    with visiting(browser, portal, "file") as visit:
        opened(visit, "#table=public.profiles")
        near = len(visit.page.evaluate(NAMES))
        keys = visit.page.evaluate(columns)
        visit.page.get_by_label("Steps").select_option("2")
        assert len(drawn(visit, "#table=public.profiles&steps=2")) > near
        visit.page.get_by_label("Columns").select_option("all")
        drawn(visit, "#table=public.profiles&steps=2&columns=all")
        assert visit.page.evaluate(columns) > keys > 0
        visit.page.get_by_label("Columns").select_option("none")
        drawn(visit, "#table=public.profiles&steps=2&columns=none")
        assert visit.page.evaluate(columns) == 0
        visit.page.get_by_label("implied").uncheck()
        last = "#table=public.profiles&steps=2&columns=none&implied=no"
        expected = drawn(visit, last)
        opened(visit, last)
        assert drawn(visit, last) == expected
        assert visit.page.get_by_label("Steps").input_value() == "2"
        assert not visit.page.get_by_label("implied").is_checked()


def test_pointing_at_a_relation_tells_what_a_delete_does(browser: Browser, portal: Path) -> None:
    with visiting(browser, portal, "file") as visit:
        opened(visit, "#table=public.service_prices")
        visit.page.locator("#docgen-map .line.key .reach").first.dispatch_event("pointerover")
        told = visit.page.locator("#docgen-map .told").inner_text()
        sentences = visit.page.locator("#docgen-map .list li.key").all_inner_texts()
        assert told in sentences
        assert visit.page.locator("#docgen-map .line.lit .label").all_text_contents() == [
            f"on delete {told.partition('on delete ')[2].partition(',')[0]}"
        ]
        node(visit, "public.service_prices").dispatch_event("pointerover")
        assert visit.page.locator("#docgen-map .line.lit").count() == sum(
            "service_prices (" in one for one in sentences
        )


def test_zoom_and_drag_move_the_picture_only(browser: Browser, portal: Path) -> None:
    transform = f"{PICTURE}.querySelector('.stage').getAttribute('transform')"
    with visiting(browser, portal, "file") as visit:
        opened(visit, "#table=public.profiles")
        seen = [visit.page.evaluate(transform)]
        visit.page.get_by_role("button", name="Zoom in").click()
        seen.append(visit.page.evaluate(transform))
        box = node(visit, "public.profiles").bounding_box()
        assert box is not None
        visit.page.mouse.move(box["x"] + 20, box["y"] + 10)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + 80, box["y"] + 60, steps=4)
        visit.page.mouse.up()
        seen.append(visit.page.evaluate(transform))
        assert len(set(seen)) == 3
        assert drawn(visit, "#table=public.profiles")


def test_the_picture_is_saved_as_a_whole_svg(browser: Browser, portal: Path, tmp_path: Path) -> None:
    with visiting(browser, portal, "file") as visit:
        opened(visit, "#table=public.partners")
        titles = visit.page.evaluate(NAMES)
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name="Save the picture as SVG").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.name == "public.partners.svg"
        visit.page.goto(file.as_uri())
        found = visit.page.evaluate("[...document.querySelectorAll('a > title')].map(t => t.textContent).sort()")
        assert found == titles
        assert visit.page.evaluate("document.querySelector('a rect').getBoundingClientRect().width") > 50
        assert [url for url in visit.foreign if not url.startswith("file:")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser: Browser, portal: Path, scheme: str) -> None:
    with visiting(browser, portal, "file", color_scheme=scheme) as visit:
        opened(visit, "#table=public.profiles&columns=all")
        assert min(visit.page.evaluate(f"({CONTRAST})({PICTURE})")) >= 4.5


def test_a_phone_shows_the_map_without_scrolling_sideways(browser: Browser, portal: Path) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
    with visiting(browser, portal, "file", **phone) as visit:
        opened(visit, "#table=public.profiles&columns=all")
        assert visit.page.evaluate(OVERFLOW) <= 0
        assert node(visit, "public.profiles").is_visible()


def test_on_a_tall_phone_the_frame_is_as_high_as_its_picture(browser: Browser, portal: Path) -> None:
    phone = {"viewport": {"width": 390, "height": 1200}, "is_mobile": True, "has_touch": True}
    empty = f"""() => {{
      const boxes = [...{PICTURE}.querySelectorAll(".node")].map(node => node.getBoundingClientRect());
      const paper = {PICTURE}.querySelector(".canvas").getBoundingClientRect();
      const [top, bottom] = [Math.min(...boxes.map(box => box.top)), Math.max(...boxes.map(box => box.bottom))];
      return paper.height - (bottom - top);
    }}"""
    with visiting(browser, portal, "file", **phone) as visit:
        opened(visit, "#overview=components")
        assert visit.page.evaluate(empty) < 120


def test_without_its_data_the_page_keeps_its_lists(browser: Browser, portal: Path, tmp_path: Path) -> None:
    shutil.copytree(portal, tmp_path / "site")
    (tmp_path / "site" / "database" / "assets" / "docgen" / FILE_NAME).unlink()
    with visiting(browser, tmp_path / "site", "file") as visit:
        visit.go(MAP)
        problem = visit.page.locator(".docgen-map-problem").first
        assert problem.inner_text() == f"The map cannot be drawn: {FILE_NAME} is missing. Run docgen site."
        assert visit.page.locator("article table").count() == 2


def test_the_map_s_scripts_are_for_its_page_alone(browser: Browser, portal: Path) -> None:
    with visiting(browser, portal, "http") as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        visit.go("database/tables/public.profiles.html")
        visit.page.wait_for_load_state("networkidle")
        assert {"map-loader.js"} == {name for name in asked if "map" in name or "viz" in name}


def test_nothing_of_a_hostile_schema_runs_on_the_map(browser: Browser, portal: Path, tmp_path: Path) -> None:
    shutil.copytree(portal, tmp_path / "site")
    data = tmp_path / "site" / "database" / "assets" / "docgen" / FILE_NAME
    data.write_text(map_data("</title><script>window.pwned=1</script>", hostile().catalog, ()))
    with visiting(browser, tmp_path / "site", "file") as visit:
        opened(visit, "")
        assert len(drawn(visit, "#overview=schemas")) == len(ATTACKS)
        addresses = visit.page.evaluate("window.docgenMap.tables.map(table => table[3])")
        for address in addresses:
            opened(visit, f"#table={address}&columns=all")
            visit.page.evaluate(f"for (const e of {PICTURE}.querySelectorAll('*')) e.onclick?.()")
            assert not visit.page.evaluate("window.pwned")
        bad = "#docgen-map :is(script, img, iframe, foreignObject, [onload], [onerror], [href^='javascript:'])"
        assert visit.page.locator(bad).count() == 0
        visit.page.get_by_role("combobox", name="Find a table or a column").fill("<")
        assert visit.page.locator("#docgen-map-found li").count() > 0
        assert (visit.foreign, visit.errors, visit.dialogs) == ([], [], [])
