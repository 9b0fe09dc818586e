"""Own templates: where docgen's are, and whether a project's replace any of them."""

from __future__ import annotations

import difflib
from pathlib import Path

from docgen.errors import RenderError


def default_templates() -> Path:
    """The folder of docgen's own templates: beside the modules in a wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise RenderError("docgen's own templates are missing.", "Install docgen again.")


def check_names(folder: Path) -> None:
    """Raises RenderError for a template of the project that replaces none of docgen's and that no other one names."""
    if not folder.is_dir():
        raise RenderError(f"There is no folder {folder}, which templates names.", "Make it, or take templates out.")
    own = default_templates()
    known = sorted(path.relative_to(own).as_posix() for path in own.rglob("*.j2"))
    texts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.j2"))}
    for name in texts:
        if name in known or any(name.encode() in text for other, text in texts.items() if other != name):
            continue
        near = difflib.get_close_matches(name, known, 1)
        guess = f"Did you mean {near[0]}? " if near else ""
        raise RenderError(
            f"The template {name} in {folder} replaces none of docgen's, and no other template there names it.",
            f"{guess}docgen's own are in {own}.",
        )
