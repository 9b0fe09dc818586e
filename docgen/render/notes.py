"""Notes: hand-written Markdown that a page includes, and whether its object has changed since it was written."""

from __future__ import annotations

import re

from docgen.analysis.notes import object_digest
from docgen.model.relation import Noun
from docgen.render.document import Document
from docgen.render.filters import Markdown

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})(?=[ \t]|$)")


def note(document: Document, path: str, *objects: Noun) -> Markdown:
    """The note for the page at ``path``, with a warning where ``objects`` changed since; "" without a note."""
    text = document.notes.get(path, "").strip()
    if not text:
        return Markdown("")
    record = next((record for record in document.snapshot.notes if record.path == path), None)
    outdated = record is not None and record.object_digest not in ("", object_digest(objects))
    return Markdown(f"{_OUTDATED}\n\n{demoted(text)}" if outdated else demoted(text))


_OUTDATED = "> [!WARNING]\n> What these notes describe has changed since they were written: read them again."


def demoted(markdown: str, levels: int = 2) -> str:
    """The Markdown with its headings ``levels`` deeper; fenced blocks stay as they are."""
    lines, fence = [], ""
    for line in markdown.replace("\r\n", "\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            heading = _HEADING.match(line)
            if heading:
                line = "#" * min(6, len(heading[1]) + levels) + line[len(heading[1]) :]
        lines.append(line)
    return "\n".join(lines)
