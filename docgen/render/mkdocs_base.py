"""The base configuration of the site, which a project's mkdocs.yml inherits."""

from __future__ import annotations

import re
from pathlib import Path

from docgen.model.catalog import Catalog
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown
from docgen.render.navigation import scalar

FILE_NAME = "mkdocs.base.yml"
ASSETS = "assets/docgen"


def mkdocs_base(prefix: str, *, every_page: bool, templates: Path | None = None) -> Page:
    """The file mkdocs.base.yml.

    ``prefix`` is the docs folder as the site sees it (database), empty when it is the site's whole docs_dir;
    ``every_page`` says whether the navigation names every page. Raises RenderError when a template fails.
    """
    below = f"{prefix}/" if prefix else ""
    names = {
        "worker": "iframe-worker.js",
        "style": "docgen.css",
        "diagrams": "mermaid-loader.js",
        "map": "map-loader.js",
        "reading": "reading-aids.js",
    }
    assets = {key: Markdown(scalar(f"{below}{ASSETS}/{name}")) for key, name in names.items()}
    pattern = Markdown(re.sub(r"([\\*?\[\]!# ])", r"\\\1", below))
    environment = Environment(Document(title="", snapshot=Snapshot(catalog=Catalog(), origin="migrations")), templates)
    return environment.page("mkdocs.base.yml.j2", FILE_NAME, prefix=pattern, assets=assets, every_page=every_page)
