"""Pictures: makes docs/images/*.png from the built example in headless Chromium. Renew them: make pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.chromium import chromium
from tests.browser.test_built_site import PORTAL, visiting, wait_for_diagrams

IMAGES = PORTAL.parent.parent / "docs" / "images"
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
DARK = {**WIDE, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 380, "height": 800}, "is_mobile": True, "has_touch": True}
UNDER_THE_HEADER = "one => scrollTo(0, Math.max(0, one.getBoundingClientRect().top + scrollY - 80))"
# The picture, the page, what stands at its top unless it is the page's own beginning, and the screen.
PICTURES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("status", "SCHEMA-STATUS.html", "", DARK),
    ("table", "tables/public.service_packages.html", "", WIDE),
    ("diagram", "tables/public.service_prices.html", "h2#neighbourhood", WIDE),
    ("map", "map.html#table=public.service_bookings", "", WIDE),
    ("access", "roles/authenticated.html", "h2#relations", WIDE),
    ("phone", "tables/public.service_packages.html", "h2#columns", PHONE),
)


def main(site: Path = PORTAL / "site", images: Path = IMAGES) -> None:
    """Takes every picture of the built ``site``."""
    with chromium() as browser:
        for name, page, top, screen in PICTURES:
            with visiting(browser, site, "file", **screen) as visit:
                visit.go(f"database/{page}")
                wait_for_diagrams(visit)
                if page.startswith("map"):
                    visit.page.wait_for_selector("#docgen-map[data-ready] .node")
                if top:
                    visit.page.locator(f"article {top}").first.evaluate(UNDER_THE_HEADER)
                visit.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                visit.page.screenshot(path=images / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
