"""One mkdocs.yml and plain Markdown, built by Material and by its successor Zensical."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.errors import DocgenError
from docgen.render.mkdocs_base import FILE_NAME, SitePart, mkdocs_base
from docgen.render.navigation import navigation
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.navigation import renew_navigation
from docgen.site.project import SiteProject

pytestmark = pytest.mark.site

CASE = Path(__file__).parent.parent / "cases" / "site"
PAGES = (
    ("README.md", "Shop"),
    ("SCHEMA-STATUS.md", "Status"),
    ("schemas/public.md", "public"),
    ("tables/public.items.md", "public.items"),
    ("tables/public.orders.md", "public.orders"),
)


@pytest.fixture
def project(tmp_path: Path) -> SiteProject:
    """A copy of the small site with the files that docgen adds, in a folder with a space in its name."""
    folder = tmp_path / "the shop"
    shutil.copytree(CASE, folder)
    docs = folder / "docs" / "database"
    (docs / FILE_NAME).write_text(mkdocs_base("database", (SitePart("database", every_page=True),)).text)
    write_assets(docs)
    project = SiteProject(folder / "mkdocs.yml", "database")
    assert renew_navigation(project, navigation(PAGES)) is True
    return project


def zensical(project: SiteProject) -> Path:
    program = Path(sys.executable).with_name("zensical")
    arguments = [str(program), "build", "--strict", "--config-file", str(project.configuration)]
    result = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=project.configuration.parent)
    assert result.returncode == 0, result.stdout + result.stderr
    return project.configuration.parent / "site"


def articles(output: Path) -> dict[str, str]:
    """The words of every page's article, by the page's path."""
    found = {}
    for path in sorted(output.rglob("*.html")):
        if path.name != "404.html":
            article = re.search(r"<article[^>]*>(.*?)</article>", path.read_text(), re.DOTALL)
            assert article is not None, path
            words = re.sub(r"<[^>]+>", " ", article[1])
            found[path.relative_to(output).as_posix()] = " ".join(html.unescape(words).split())
    return found


def files(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}


def test_both_generators_build_the_same_pages(project: SiteProject) -> None:
    output = project.configuration.parent / "material"
    build_site(project, output)
    material = articles(output)
    expected = {
        "index.html",
        "database/index.html",
        "database/SCHEMA-STATUS.html",
        "database/schemas/public.html",
        "database/tables/public.items.html",
        "database/tables/public.orders.html",
    }
    assert set(material) == expected
    assert "timestamp with time zone" in material["database/tables/public.orders.html"]
    assert articles(zensical(project)) == material


@pytest.mark.parametrize("generator", ["material", "zensical"])
def test_what_is_no_page_is_not_published(project: SiteProject, generator: str) -> None:
    output = project.configuration.parent / "site"
    build_site(project, output) if generator == "material" else zensical(project)
    published = files(output)
    assert {"database/assets/docgen/mermaid.min.js", "database/assets/docgen/docgen.css"} <= published
    assert not {name for name in published if "notes/" in name or name.endswith((FILE_NAME, "manifest.json"))}


@pytest.mark.parametrize("generator", ["material", "zensical"])
def test_the_page_names_no_other_host(project: SiteProject, generator: str) -> None:
    output = project.configuration.parent / "site"
    build_site(project, output) if generator == "material" else zensical(project)
    text = (output / "database" / "tables" / "public.orders.html").read_text()
    loaded = re.findall(r"<(?:script|img|iframe)[^>]*\bsrc=[\"']?(https?:[^\"' >]+)", text)
    styles = re.findall(r"<link[^>]*rel=[\"']?(?:stylesheet|preconnect)[^>]*https?:[^>]*", text)
    assert (loaded, styles) == ([], [])


def test_a_broken_link_stops_the_build_and_the_last_site_stays(project: SiteProject) -> None:
    output = project.configuration.parent / "site"
    build_site(project, output)
    before = {name: (output / name).read_bytes() for name in files(output)}
    page = project.configuration.parent / "docs" / "database" / "SCHEMA-STATUS.md"
    page.write_text(page.read_text() + "\n[gone](tables/public.gone.md)\n")
    with pytest.raises(DocgenError, match=r"tables/public\.gone\.md"):
        build_site(project, output)
    assert before == {name: (output / name).read_bytes() for name in files(output)}
    assert sorted(path.name for path in output.parent.iterdir()) == ["docs", "mkdocs.yml", "site"]


def test_a_second_build_takes_the_place_of_the_first(project: SiteProject) -> None:
    output = project.configuration.parent / "site"
    build_site(project, output)
    (output / "stray.html").write_text("x")
    build_site(project, output)
    assert not (output / "stray.html").exists()
