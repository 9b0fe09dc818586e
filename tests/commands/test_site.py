"""docgen site as a gate: it publishes what is true, and says why not."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from docgen.read.project import LIBPQ
from tests.commands.shop import docgen, migrate, shop

MKDOCS = "INHERIT: docs/database/mkdocs.base.yml\nsite_name: Shop\ndocs_dir: docs/database\n"
NAVIGATION = "nav:\n  # docgen:navigation\n  # docgen:end\n"


@pytest.fixture(autouse=True)
def no_database_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", *LIBPQ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A shop whose pages are fresh."""
    root = shop(tmp_path / "a shop")
    (root / "mkdocs.yml").write_text(MKDOCS + NAVIGATION)
    assert docgen(root, "build") == 0
    return root


@pytest.mark.site
def test_a_true_documentation_is_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docgen(project, "site") == 0
    output = capsys.readouterr().out
    assert "site/index.html" in output
    assert "http.server --directory" in output
    assert (project / "site" / "tables" / "public.orders.html").is_file()
    assert (project / "site" / "assets" / "docgen" / "mermaid.min.js").is_file()


@pytest.mark.site
def test_stale_pages_are_published_by_force_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate(project, "0003_vat.sql", "alter table orders add column if not exists vat numeric;\n")
    assert docgen(project, "site") == 1
    assert not (project / "site").exists()
    refused = capsys.readouterr().err
    assert "orders.vat" in refused
    assert "not published" in refused
    assert docgen(project, "site", "--force") == 0
    assert "WARNING: --force" in capsys.readouterr().err
    assert (project / "site" / "index.html").is_file()


def test_lint_errors_are_not_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate(project, "0003_again.sql", "create table again (id bigint);\n")
    assert docgen(project, "build") == 0
    assert docgen(project, "site") == 1
    assert "table-without-guard" in capsys.readouterr().err
    assert not (project / "site").exists()


def test_a_link_into_nothing_is_not_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = project / "docs/database/notes/tables/public.orders.md"
    note.parent.mkdir(parents=True)
    note.write_text("See [what is gone](public.gone.md).\n")
    assert docgen(project, "build") == 0
    assert docgen(project, "site") == 1
    assert "the link 'public.gone.md' leads nowhere" in capsys.readouterr().err


@pytest.mark.site
def test_a_mkdocs_yml_without_marks_is_left_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").write_text(MKDOCS)
    assert docgen(project, "site") == 0
    assert (project / "mkdocs.yml").read_text() == MKDOCS
    assert NAVIGATION in capsys.readouterr().err


def test_without_a_mkdocs_yml_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docgen(shop(tmp_path), "site") == 2
    assert "docgen init" in capsys.readouterr().err


def test_without_pages_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shop(tmp_path)
    (root / "mkdocs.yml").write_text(MKDOCS + NAVIGATION)
    assert docgen(root, "site") == 2
    assert "docgen build" in capsys.readouterr().err


@pytest.mark.site
def test_a_served_site_follows_a_new_migration(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (project / "mkdocs.yml").open("a") as file:
        file.write(f"dev_addr: 127.0.0.1:{port}\n")
    command = [sys.executable, "-m", "docgen", "-C", str(project), "site", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        limit = threading.Timer(120, server.terminate)  # its output ends, and with it the waiting
        limit.start()
        try:
            assert any("Serving on" in line for line in server.stdout)
            migrate(project, "0003_vat.sql", "alter table orders add column if not exists vat numeric;\n")
            page = f"http://127.0.0.1:{port}/tables/public.orders.html"
            # The server may build in the middle of docgen's writing, and then once more.
            reloads = (line for line in server.stdout if "Reloading browsers" in line)
            assert any(b'id="vat"' in urllib.request.urlopen(page).read() for _ in reloads)
        finally:
            limit.cancel()
            server.terminate()
            rest = server.stdout.read()
        assert "interrupted" in rest
    with socket.create_server(("127.0.0.1", port)):
        """Nothing serves there any more."""
