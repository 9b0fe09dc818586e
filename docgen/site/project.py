"""The site's project: the mkdocs.yml that publishes a docs folder, found without reading more of it than one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from docgen.config.workspace import Workspace

CONFIGURATION = "mkdocs.yml"

_DOCS_DIR = re.compile(r"""^docs_dir:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^#\n]*))""", re.MULTILINE)


class SiteProject(NamedTuple):
    """A mkdocs.yml whose site shows the docs folder: the file, and the folder as the site sees it."""

    configuration: Path
    prefix: str


def find_site(workspace: Workspace) -> SiteProject | None:
    """The mkdocs.yml that publishes the workspace's docs folder: beside the configuration or above, None without one.

    Only its docs_dir is read, as text: the file may hold tags that only its own reader knows.
    """
    docs = workspace.docs.resolve()
    for folder in (workspace.root, *workspace.root.parents):
        file = folder / CONFIGURATION
        if file.is_file():
            root = docs_dir(file)
            if docs == root or root in docs.parents:
                return SiteProject(file, "" if docs == root else docs.relative_to(root).as_posix())
        if (folder / ".git").exists():
            break
    return None


def prefix(workspace: Workspace) -> str:
    """The docs folder as the site sees it: database for docs/database, also where there is no mkdocs.yml yet."""
    project = find_site(workspace)
    return project.prefix if project else workspace.docs.name


def docs_dir(file: Path) -> Path:
    """The folder that a mkdocs.yml publishes."""
    found = _DOCS_DIR.search(file.read_text(encoding="utf-8"))
    written = next((part for part in found.groups() if part is not None), "docs") if found else "docs"
    return (file.parent / written.strip()).resolve()
