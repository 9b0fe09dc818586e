"""The links of the generated pages that lead nowhere, which strict builds miss some of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from docgen.manifest import read_manifest
from docgen.render import link_check
from docgen.render.document import Page


def broken_links(folders: Sequence[Path]) -> list[str]:
    """Every link of the generated pages in docs folders that leads nowhere, one line each: strict builds miss some.

    A link from one of the ``folders`` to another is looked at too.
    """
    folders = [docs.resolve() for docs in folders]
    top = Path(os.path.commonpath(folders))
    there = {path.relative_to(top).as_posix() for docs in folders for path in docs.rglob("*") if path.is_file()}
    pages = (
        Page(path.relative_to(top).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
        for docs in folders
        for path in sorted(docs / name for name in read_manifest(docs).files if name.endswith(".md"))
        if path.is_file()
    )
    found = link_check.broken_links(pages, there)
    return [f"{top / one.page}:{one.line}: the link {one.address!r} leads nowhere: {one.problem}" for one in found]
