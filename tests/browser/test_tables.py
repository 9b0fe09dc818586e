"""Tables of the built example that are sorted and filtered, by mouse, keyboard and on a phone, with both generators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import chromium
from tests.browser.test_built_site import Visit, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

UPLOADS = "database/tables/public.user_uploads.html"
PHONE: dict[str, Any] = {"viewport": {"width": 380, "height": 800}, "is_mobile": True, "has_touch": True}
SHOWN = "rows => rows.filter(row => row.getClientRects().length).map(row => row.cells[0].textContent.trim())"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, built: Path) -> Iterator[Visit]:
    """The page of a table with fifteen columns, opened from a folder."""
    with visiting(browser, built, "file", viewport={"width": 1280, "height": 900}) as visit:
        visit.go(UPLOADS)
        yield visit
        assert (visit.foreign, visit.errors) == ([], [])


def columns(visit: Visit) -> Locator:
    """The page's table of columns."""
    return visit.page.locator("article table").filter(has=visit.page.locator("#id"))


def shown(visit: Visit) -> list[str]:
    """The names in its rows that can be seen, from above."""
    names: list[str] = columns(visit).locator("tbody tr").evaluate_all(SHOWN)
    return names


def test_a_header_sorts_up_down_and_back_by_keyboard(visit: Visit) -> None:
    from playwright.sync_api import expect

    before = shown(visit)
    header = columns(visit).locator("th").first
    header.get_by_role("button", name="Column", exact=True).focus()
    visit.page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert shown(visit) == sorted(before) != before
    visit.page.keyboard.press("Space")
    expect(header).to_have_attribute("aria-sort", "descending")
    assert shown(visit) == sorted(before, reverse=True)
    visit.page.keyboard.press("Enter")
    expect(header).not_to_have_attribute("aria-sort", re.compile(""))
    assert shown(visit) == before


def test_the_facts_of_one_thing_are_no_rows_to_sort(visit: Visit) -> None:
    from playwright.sync_api import expect

    visit.go("database/functions/public.current_price.html")
    facts = visit.page.locator("article table").filter(has_text="Volatility")
    expect(facts).to_have_count(2)
    expect(facts.get_by_role("button")).to_have_count(0)


def test_empty_cells_come_last_and_one_column_sorts_at_a_time(visit: Visit) -> None:
    from playwright.sync_api import expect

    buttons = columns(visit).get_by_role("button")
    defaults = (
        columns(visit).locator("tbody tr").evaluate_all("rows => rows.filter(row => row.cells[3].textContent).length")
    )
    assert 0 < defaults < len(shown(visit))
    said = "rows => rows.map(row => row.cells[3].textContent.trim() !== '')"
    expected = [True] * defaults + [False] * (len(shown(visit)) - defaults)
    buttons.first.click()
    for _ in ("up", "down"):
        buttons.nth(3).click()
        assert columns(visit).locator("tbody tr").evaluate_all(said) == expected
    expect(columns(visit).locator("[aria-sort]")).to_have_count(1)


def test_numbers_and_severities_are_sorted_by_what_they_mean(visit: Visit) -> None:
    page = visit.page
    page.locator("article").evaluate("""article => {
      const rows = ["10|warning", "9|info", "100|error", "2|error", "x|info", "|warning"].map(row => row.split("|"));
      const cell = (name, text) => Object.assign(document.createElement(name), { textContent: text });
      const line = (name, texts) => {
        const row = document.createElement("tr");
        row.append(...texts.map(text => cell(name, text)));
        return row;
      };
      const table = document.createElement("table");
      table.createTHead().append(line("th", ["Number", "Severity"]));
      table.createTBody().append(...rows.map(row => line("td", row)));
      article.prepend(table);
      const script = document.querySelector("script[src$='tables.js']");
      document.body.append(Object.assign(document.createElement("script"), { src: script.src }));
    }""")
    table = page.locator("article table").first
    first = "rows => rows.map(row => row.cells[0].textContent)"
    table.get_by_role("button", name="Number").click()
    assert table.locator("tbody tr").evaluate_all(first) == ["2", "9", "10", "100", "x", ""]
    table.get_by_role("button", name="Severity").click()
    assert table.locator("tbody tr").evaluate_all(first) == ["100", "2", "10", "", "9", "x"]


def test_a_filter_leaves_the_rows_with_every_word_and_says_how_many(visit: Visit) -> None:
    from playwright.sync_api import expect

    everything = shown(visit)
    field = visit.page.get_by_role("searchbox", name="Filter Columns")
    field.fill("UUID Profiles")
    assert shown(visit) == ["owner_id"]
    expect(visit.page.get_by_role("status").filter(has_text="rows")).to_have_text(f"1 of {len(everything)} rows")
    field.press("Escape")
    assert (field.input_value(), shown(visit)) == ("", everything)


def test_only_tables_of_some_length_are_sorted_and_only_long_ones_filtered(visit: Visit) -> None:
    visit.go("database/access.html")
    counts = visit.page.locator("article table").evaluate_all("""tables => tables.map(table => [
      table.tBodies[0].rows.length,
      Boolean(table.querySelector(".docgen-sort")),
      Boolean(table.closest(".md-typeset__scrollwrap").previousElementSibling.querySelector("input")),
    ])""")
    assert counts == [[rows, rows > 5, rows > 12] for rows, _, _ in counts]
    assert {(by, filtered) for _, by, filtered in counts} == {(False, False), (True, False), (True, True)}


def test_an_address_of_a_row_that_is_filtered_out_clears_the_filter(visit: Visit) -> None:
    from playwright.sync_api import expect

    field = visit.page.get_by_role("searchbox", name="Filter Columns")
    row = columns(visit).locator("tr").filter(has=visit.page.locator("#id"))
    field.fill("owner_id")
    expect(row).to_be_hidden()
    visit.page.evaluate("location.hash = '#id'")
    expect(row).to_be_in_viewport()
    assert field.input_value() == ""
    field.fill("owner_id")
    visit.page.locator('article a[href="#id"]:not(.docgen-anchor)').first.click()
    expect(row).to_be_in_viewport()
    assert field.input_value() == ""


def test_a_row_gives_its_address(visit: Visit) -> None:
    from playwright.sync_api import expect

    visit.page.get_by_role("link", name="Link to owner_id", exact=True).click()
    expect(visit.page).to_have_url(re.compile(r"public\.user_uploads\.html#owner_id$"))


def test_a_filtered_table_is_printed_whole(visit: Visit) -> None:
    everything = shown(visit)
    visit.page.get_by_role("searchbox", name="Filter Columns").fill("uuid")
    assert len(shown(visit)) < len(everything)
    visit.page.emulate_media(media="print")
    assert shown(visit) == everything
    assert visit.page.locator(".docgen-filter, .docgen-anchor").evaluate_all(
        "all => all.every(one => !one.clientWidth)"
    )


def test_stacked_rows_are_sorted_and_filtered_too(browser: Browser, built: Path) -> None:
    from playwright.sync_api import expect

    with visiting(browser, built, "file", **PHONE) as visit:
        visit.go(UPLOADS)
        expect(columns(visit)).to_have_attribute("data-stacked", "")
        before = shown(visit)
        columns(visit).get_by_role("button", name="Column", exact=True).tap()
        assert shown(visit) == sorted(before) != before
        visit.page.get_by_role("searchbox", name="Filter Columns").fill("owner_id")
        assert shown(visit) == ["owner_id"]
        said = (
            columns(visit).locator("tbody tr:not([hidden]) td").evaluate_all("all => all.map(one => one.dataset.label)")
        )
        assert said[:2] == ["Column", "Type"]
