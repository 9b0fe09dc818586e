"""The base configuration of the site, which a project's mkdocs.yml inherits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from docgen.model.catalog import Catalog
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown
from docgen.render.navigation import scalar

FILE_NAME = "mkdocs.base.yml"
ASSETS = "assets/docgen"


class SitePart(NamedTuple):
    """The pages of one database: their folder as the site sees it, and whether the navigation names all of them."""

    prefix: str
    every_page: bool


def mkdocs_base(prefix: str, parts: Sequence[SitePart], templates: Path | None = None) -> Page:
    """The file mkdocs.base.yml.

    ``prefix`` is the folder that holds it as the site sees it (database), empty when it is the site's whole docs_dir;
    ``parts`` are the databases. Raises RenderError when a template fails.
    """
    names = {
        "worker": "iframe-worker.js",
        "style": "docgen.css",
        "diagrams": "mermaid-loader.js",
        "map": "map-loader.js",
        "reading": "reading-aids.js",
        "order": "search-order.js",
        "tables": "tables.js",
        "table_style": "tables.css",
    }
    assets = {key: Markdown(scalar(f"{_below(prefix)}{ASSETS}/{name}")) for key, name in names.items()}
    environment = Environment(Document(title="", snapshot=Snapshot(catalog=Catalog(), origin="migrations")), templates)
    folders = dict.fromkeys((prefix, *(part.prefix for part in parts)))
    return environment.page(
        "mkdocs.base.yml.j2",
        FILE_NAME,
        prefix=_pattern(prefix),
        folders=[_pattern(folder) for folder in folders],
        indexed=[_pattern(part.prefix) for part in parts if not part.every_page],
        assets=assets,
    )


def _below(prefix: str) -> str:
    return f"{prefix}/" if prefix else ""


def _pattern(prefix: str) -> Markdown:
    return Markdown(re.sub(r"([\\*?\[\]!# ])", r"\\\1", _below(prefix)))
