"""The site of two databases, built by Material and by Zensical: every link holds, also from one to the other."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from docgen.config.workspace import load
from docgen.read.project import LIBPQ
from docgen.site.project import find_site
from tests.commands.shop import docgen
from tests.commands.two import two
from tests.site.test_generators import zensical

pytestmark = pytest.mark.site

HREF = re.compile(r"""<a\b[^>]*?\bhref=["']?([^"' >]+)""")
IDENTIFIER = re.compile(r"""\bid=["']?([^"' >]+)""")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built and published with Material."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        root = two(tmp_path_factory.mktemp("shop"))
        assert [docgen(root, "build", "--quiet"), docgen(root, "site")] == [0, 0]
    return root


@pytest.fixture(scope="module")
def outputs(project: Path) -> dict[str, Path]:
    """What each generator made of it."""
    material = (project / "site").rename(project / "material")
    found = find_site(load(project))
    assert found is not None
    return {"material": material, "zensical": zensical(found).rename(project / "zensical")}


@pytest.fixture(params=["material", "zensical"])
def output(request: pytest.FixtureRequest, outputs: dict[str, Path]) -> Path:
    return outputs[request.param]


def test_every_link_holds(output: Path) -> None:
    texts = {path: path.read_text() for path in sorted(output.rglob("*.html")) if path.name != "404.html"}
    places = {path: set(IDENTIFIER.findall(text)) for path, text in texts.items()}
    broken, across = [], 0
    for path, text in texts.items():
        for address in HREF.findall(text):
            way, _, place = address.partition("#")
            if re.match(r"[a-z]+:", way):
                continue
            target = (path.parent / unquote(way.partition("?")[0])).resolve() if way else path
            target = target / "index.html" if target.is_dir() else target
            across += "/app/tables/" in target.as_posix() and "/warehouse/tables/" in path.as_posix()
            if not target.is_file() or (
                place and not place.startswith("__") and place not in places.get(target, set())
            ):
                broken.append((path.relative_to(output).as_posix(), address))
    assert broken == []
    assert across > 0


def test_what_is_no_page_is_not_published(output: Path) -> None:
    published = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    assert {f"database/assets/docgen/map-data-{name}.js" for name in ("app", "warehouse")} <= published
    assert [
        name for name in published if name.endswith(("mkdocs.base.yml", "manifest.json")) or "/notes/" in name
    ] == []


def test_a_stale_database_is_not_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migration = project / "warehouse/migrations/0002_vat.sql"
    migration.write_text("alter table orders add column if not exists vat int;\n")
    try:
        assert docgen(project, "site") == 1
        assert "warehouse: docs/database/warehouse is stale" in capsys.readouterr().err
    finally:
        migration.unlink()


def test_a_docs_folder_that_the_site_does_not_hold_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / "docgen.toml").read_text()
    moved = project / "moved.toml"
    moved.write_text(text.replace('name = "warehouse"\n', 'name = "warehouse"\ndocs = "elsewhere"\n'))
    assert docgen(project, "site", "--config", str(moved)) == 2
    assert "does not publish" in capsys.readouterr().err
