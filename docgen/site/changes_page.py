"""The site's page of what changed: made from Git when the site is built, so that no commit alone makes a page stale."""

from __future__ import annotations

from docgen.config.workspace import Workspace
from docgen.manifest import MARK
from docgen.read.project import read_migrations, read_snapshot
from docgen.read.revision import changes_between, releases
from docgen.render.changes_markdown import Places, changes_page
from docgen.render.links import CHANGES, page_path


def write_changes_page(workspace: Workspace) -> None:
    """Write the page that ``[changes]`` asks for below the docs folder, hidden from Git; without one take it away.

    Raises SourceError for a ``since`` that is no revision or holds no snapshot.
    """
    file, wanted = workspace.docs / CHANGES, workspace.config.changes
    if not wanted.wanted:
        if file.is_file() and file.read_text(encoding="utf-8", errors="replace").startswith(MARK):
            file.unlink()
        return
    told = [changes_between(workspace, wanted.since)] if wanted.since else []
    told += releases(workspace, wanted.releases) if wanted.releases else []
    text = changes_page(told, _places(workspace))
    file.parent.mkdir(parents=True, exist_ok=True)
    for path, content in ((file.with_name(".gitignore"), "*\n"), (file, text)):
        if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != content:
            path.write_text(content, encoding="utf-8", newline="\n")


def _places(workspace: Workspace) -> Places:
    snapshot = read_snapshot(workspace)
    relations = snapshot.catalog.relations if snapshot else ()
    pages = {str(one.id): page_path("relation", one.id) for one in relations if not one.partition_of}
    return Places(pages, {one.path for one in read_migrations(workspace).migrations})
