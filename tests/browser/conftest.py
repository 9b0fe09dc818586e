"""Built sites, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from docgen import site
from docgen.render.mkdocs_base import FILE_NAME, mkdocs_base
from docgen.render.navigation import navigation

TESTS = Path(__file__).parent.parent
PORTAL = TESTS.parent / "examples" / "portal"
SMALL_PAGES = (
    ("README.md", "Shop"),
    ("SCHEMA-STATUS.md", "Status"),
    ("schemas/public.md", "public"),
    ("tables/public.items.md", "public.items"),
    ("tables/public.orders.md", "public.orders"),
)


def build(folder: Path, prefix: str, output: Path) -> Path:
    """The small tree or a copy of a project, built."""
    project = site.SiteProject(folder / "mkdocs.yml", prefix)
    site.write_assets(folder / "docs" / prefix)
    site.build(project, output)
    return output


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site."""
    folder = tmp_path_factory.mktemp("small") / "shop"
    shutil.copytree(TESTS / "cases" / "site", folder)
    (folder / "docs" / "database" / FILE_NAME).write_text(mkdocs_base("database", every_page=True).text)
    site.write_navigation(site.SiteProject(folder / "mkdocs.yml", "database"), navigation(SMALL_PAGES))
    return build(folder, "database", folder / "site")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, from its committed pages."""
    folder = tmp_path_factory.mktemp("portal") / "portal"
    shutil.copytree(PORTAL, folder, ignore=shutil.ignore_patterns("site"))
    return build(folder, "database", folder / "site")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that playwright installed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()
