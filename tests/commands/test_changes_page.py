"""The site's page of what changed: written from Git for the site alone, never a reason for a stale page."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config.workspace import load
from docgen.errors import SourceError
from docgen.render.document import Page
from docgen.render.link_check import broken_links
from docgen.site.changes_page import write_changes_page
from tests.commands.shop import docgen, migrate, shop
from tests.commands.test_changes import git

PAGE = "changes/index.md"


def configure(root: Path, line: str) -> None:
    file = root / "docgen.toml"
    text = file.read_text().partition("\n[changes]\n")[0]
    file.write_text(f"{text}\n[changes]\n{line}\n")


def commit(root: Path, tag: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", tag)
    git(root, "tag", tag)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two releases and a change after them."""
    root = shop(tmp_path_factory.mktemp("released") / "shop")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    for tag, name, text in (
        ("v1.0", "", ""),
        ("v1.1", "0003_vat.sql", "alter table orders add column if not exists vat numeric;\n"),
        ("", "0004_drop.sql", "alter table orders drop column if exists vat;\n"),
    ):
        if name:
            migrate(root, name, text)
        assert docgen(root, "build", "-q") == 0
        if tag:
            commit(root, tag)
    return root


def written(root: Path) -> str:
    workspace = load(root)
    write_changes_page(workspace)
    file = workspace.docs / PAGE
    return file.read_text() if file.is_file() else ""


def test_the_page_tells_what_changed_since_a_revision(released: Path) -> None:
    configure(released, 'since = "v1.1"')
    text = written(released)
    link = "[`public.orders.vat`](../tables/public.orders.md)"
    file = "migrations/0004_drop.sql"
    log = "../migrations/migration-log.md#migration-0004_drop"
    row = f"| column {link} | removed | `numeric` | statements that name it fail | [`{file}:1`]({log}) |"
    assert "## From `v1.1` until now\n\n### Breaking: statements that worked may fail\n" in text
    assert row in text.split("\n")


def test_each_release_has_its_section_and_the_newest_comes_first(released: Path) -> None:
    configure(released, 'releases = "v*"')
    headings = [line for line in written(released).split("\n") if line.startswith("## ")]
    assert headings == ["## From `v1.1` until now", "## From `v1.0` to `v1.1`"]


def test_its_links_lead_somewhere(released: Path) -> None:
    configure(released, 'since = "v1.0"\nreleases = "v*"')
    text = written(released)
    docs = load(released).docs
    others = [Page(path.relative_to(docs).as_posix(), path.read_text()) for path in docs.rglob("*.md")]
    assert [one for one in broken_links([Page(PAGE, text), *others], []) if one.page == PAGE] == []


def test_git_does_not_see_it_and_no_check_minds(released: Path) -> None:
    configure(released, 'since = "v1.0"')
    assert docgen(released, "build", "-q") == 0
    commit(released, "after")
    assert written(released)
    assert docgen(released, "check") == 0
    git(released, "diff", "--exit-code")
    git(released, "add", "-A")
    git(released, "diff", "--cached", "--exit-code")


def test_it_goes_when_nobody_asks_for_it_any_more(released: Path) -> None:
    configure(released, 'since = "v1.0"')
    assert written(released)
    configure(released, "")
    assert written(released) == ""


def test_a_revision_that_is_none_is_said(released: Path) -> None:
    configure(released, 'since = "v9"')
    with pytest.raises(SourceError, match="'v9' is no Git revision"):
        written(released)
