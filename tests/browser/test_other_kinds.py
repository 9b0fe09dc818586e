"""axe on the kinds of page that the example has not: several databases, a long migration log, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docgen.read.project import LIBPQ
from docgen.render.log_groups import ONE_PAGE_UP_TO
from tests.browser.chromium import chromium
from tests.browser.test_built_site import OVERFLOW, visiting, wait_for_diagrams
from tests.browser.test_reading import LOOKS, serious
from tests.commands.shop import docgen
from tests.commands.test_changes import git
from tests.commands.two import two

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

KINDS = {
    "list of databases": "index.html",
    "overview of one database": "app/index.html",
    "what changed": "app/changes/index.html",
    "index of the log": "app/migrations/migration-log.html",
    "page of the log": "app/migrations/log/migrations-51-to-100.html",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of two databases, one with more migrations than a page of the log holds, and a release behind it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", *LIBPQ):
            patch.delenv(name, raising=False)
        root = two(tmp_path_factory.mktemp("grown"))
        file = root / "docgen.toml"
        text = file.read_text()
        assert text.count("[[databases]]\n") == 2
        file.write_text(text.replace("[[databases]]\n", '[changes]\nsince = "v1"\n\n[[databases]]\n', 1))
        migrations = root / "app" / "migrations"
        for number in range(2, ONE_PAGE_UP_TO + 2):
            added = f"alter table customers add column if not exists note_{number} text;\n"
            (migrations / f"{number:04}_note.sql").write_text(added)
        assert docgen(root, "build", "--quiet") == 0
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "v1")
        git(root, "tag", "v1")
        (migrations / "0999_away.sql").write_text("drop table if exists carts;\n")
        assert [docgen(root, "build", "--quiet"), docgen(root, "site", "--force")] == [0, 0]
    return root / "site" / "database"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(browser: Browser, grown: Path, kind: str, look: str) -> None:
    with visiting(browser, grown.parent, "file", **LOOKS[look]) as visit:
        visit.go(f"database/{KINDS[kind]}")
        wait_for_diagrams(visit)
        assert (visit.page.evaluate(OVERFLOW) <= 0, visit.errors, visit.foreign) == (True, [], [])
        assert serious(visit) == []
