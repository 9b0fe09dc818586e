"""What the site finds, writes and refuses, without a generator."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config.workspace import Workspace, load
from docgen.errors import OutputError
from docgen.manifest import Manifest
from docgen.render.navigation import Entry
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.links import broken_links
from docgen.site.navigation import missing_lines, renew_navigation
from docgen.site.project import find_site
from docgen.site.project import prefix as site_prefix

MARKED = "site_name: T\nnav:\n  # docgen:navigation\n  # docgen:end\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docgen.toml").write_text("")
    return load(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("site_name: T\n", "database"),
        ("docs_dir: docs # here\n", "database"),
        ('docs_dir: "."\n', "docs/database"),
        ("docs_dir: 'docs/database'\n", ""),
    ],
)
def test_the_docs_folder_is_named_as_the_site_sees_it(workspace: Workspace, text: str, expected: str) -> None:
    (workspace.root / "mkdocs.yml").write_text(text)
    assert expected == site_prefix(workspace)


def test_a_mkdocs_yml_of_other_docs_is_not_ours(workspace: Workspace) -> None:
    (workspace.root / "mkdocs.yml").write_text("docs_dir: manual\n")
    assert find_site(workspace) is None
    assert site_prefix(workspace) == "database"


def test_a_mkdocs_yml_above_the_configuration_is_found(workspace: Workspace) -> None:
    (workspace.root / "part").mkdir()
    (workspace.root / "part" / "docgen.toml").write_text('docs = "../docs/part"\n')
    (workspace.root / "mkdocs.yml").write_text("")
    assert find_site(load(workspace.root / "part")) == (workspace.root / "mkdocs.yml", "part")


def test_assets_are_written_once_and_hidden_from_git(tmp_path: Path) -> None:
    write_assets(tmp_path)
    names = {path.name for path in (tmp_path / "assets" / "docgen").iterdir()}
    scripts = {"iframe-worker.js", "mermaid-loader.js", "mermaid.min.js", "viz-global.js"}
    scripts |= {
        "map.js",
        *(f"map-{part}.js" for part in ("loader", "model", "views", "draw", "canvas", "paper", "hands", "panel")),
        "reading-aids.js",
        "search-order.js",
        "search-engine.js",
        "tables.js",
    }
    licences = {"license.txt", "third-party-notices.txt"}
    assert {".gitignore", "docgen.css", "map.css", "map-picture.css", "tables.css", *scripts, *licences} == names
    assert "Eclipse Public License - v 1.0" in (tmp_path / "assets/docgen/third-party-notices.txt").read_text()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    write_assets(tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_the_navigation_is_written_and_compared(workspace: Workspace) -> None:
    file = workspace.root / "mkdocs.yml"
    file.write_text(MARKED)
    project = find_site(workspace)
    assert project is not None
    entry = Entry("Database", "README.md")
    assert renew_navigation(project, entry, check=True) is True
    assert file.read_text() == MARKED
    assert renew_navigation(project, entry) is True
    assert '  # docgen:navigation\n  - "Database": "database/README.md"\n  # docgen:end\n' in file.read_text()
    assert renew_navigation(project, entry, check=True) is False


def test_what_mkdocs_yml_lacks_is_said(workspace: Workspace) -> None:
    file = workspace.root / "mkdocs.yml"
    file.write_text("site_name: T\n")
    project = find_site(workspace)
    assert project is not None
    assert renew_navigation(project, Entry("x", "y")) is None
    expected = "INHERIT: docs/database/mkdocs.base.yml\nnav:\n  # docgen:navigation\n  # docgen:end\n"
    assert expected == missing_lines(project)
    file.write_text(expected)
    assert missing_lines(project) == ""


@pytest.mark.parametrize("output", ["docs", ".", "docs/database/site", "mine"])
def test_a_folder_that_is_not_a_site_is_never_replaced(workspace: Workspace, output: str) -> None:
    (workspace.root / "mkdocs.yml").write_text(MARKED)
    (workspace.root / "mine").mkdir()
    (workspace.root / "mine" / "letter.txt").write_text("dear")
    project = find_site(workspace)
    assert project is not None
    with pytest.raises(OutputError):
        build_site(project, workspace.root / output)
    assert (workspace.root / "mine" / "letter.txt").read_text() == "dear"


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.md").write_text("[nobody](looks.md)\n")
    (tmp_path / "README.md").write_text("# A\n\n[b](b.md#no) [c](c.md) [data](schema.json)\n")
    (tmp_path / "b.md").write_text("# B\n\n[a](README.md#a)\n")
    (tmp_path / "schema.json").write_text("{}")
    Manifest(files={"README.md": "", "b.md": "", "schema.json": ""}).write(tmp_path)
    place = f"{tmp_path / 'README.md'}:3: the link"
    expected = [
        f"{place} 'b.md#no' leads nowhere: there is no place no on b.md",
        f"{place} 'c.md' leads nowhere: there is no c.md",
    ]
    assert expected == broken_links([tmp_path])
