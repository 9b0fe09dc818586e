"""Own templates: where docgen's are."""

from __future__ import annotations

from pathlib import Path

from docgen.errors import RenderError


def default_templates() -> Path:
    """The folder of docgen's own templates: beside the modules in a wheel, beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise RenderError("docgen's own templates are missing.", "Install docgen again.")
