"""Look: what a project holds that docgen init builds on; nothing is changed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from docgen import sources
from docgen.config.location import FILE_NAME, find
from docgen.errors import SourceError

_DOCS_DIR = re.compile(r"""^docs_dir:[ \t]*["']?([^"'#\n]+)""", re.MULTILINE)
_INHERIT = re.compile(r"^INHERIT:", re.MULTILINE)
_OTHER_CI = {
    ".gitlab-ci.yml": "GitLab CI",
    "bitbucket-pipelines.yml": "Bitbucket Pipelines",
    "azure-pipelines.yml": "Azure Pipelines",
    "Jenkinsfile": "Jenkins",
    ".circleci": "CircleCI",
    ".woodpecker.yml": "Woodpecker",
}


class Findings(NamedTuple):
    """What was found in a project."""

    root: Path
    title: str
    configured: str  # the file that configures docgen already, "" if none
    folder: str  # of migrations, posix, "" if none or several
    candidates: tuple[str, ...]  # every usual folder that holds SQL
    source: str  # the tool's name, "" if it cannot be told
    found: str  # one sentence on the migrations
    trouble: str  # why they cannot be read as they are, "" if they can
    docs: str  # the folder that docgen will write
    site: bool  # there is a mkdocs.yml
    inherits: bool  # and it inherits a base already
    home: bool  # the site has a first page
    ci: str  # "GitHub Actions", another provider, "" if none can be told


def look(root: Path) -> Findings:
    """Look at the project in ``root``. Raises SourceError if that is no folder, ConfigError for a broken file."""
    if not root.is_dir():
        raise SourceError(f"no folder at {root}", "Name the project's folder with -C.")
    site = _text(root / "mkdocs.yml")
    site_docs = _docs_dir(site)
    folder, source, found, trouble = _migrations(root)
    return Findings(
        root=root,
        title=_title(root),
        configured=_configured(root),
        folder=folder,
        candidates=tuple(path.relative_to(root).as_posix() for path in sources.candidates(root)),
        source=source,
        found=found,
        trouble=trouble,
        docs=f"{site_docs}/database",
        site=os.path.lexists(root / "mkdocs.yml"),
        inherits=bool(_INHERIT.search(site)),
        home=any((root / site_docs / name).is_file() for name in ("index.md", "README.md")),
        ci=_ci(root),
    )


def _migrations(root: Path) -> tuple[str, str, str, str]:
    folder = sources.find_folder(root)
    if folder is None:
        return "", "", "No folder of migrations was found.", ""
    shown = folder.relative_to(root).as_posix()
    try:
        read = sources.read(root, folder)
    except SourceError as error:
        tool = _tool(root, folder)
        of = f" of {sources.named(tool).title}" if tool else ""
        return shown, tool, f"Migrations{of} were found in {shown}.", f"{error.message}. {error.hint}"
    count = len(read.migrations)
    many = "s" if count != 1 else ""
    what = f"plain SQL file{many}"
    if read.source != "plain":
        what = f"migration{many} of {sources.named(read.source).title}"
    others = sources.left_aside(root, folder)
    aside = f" There are migrations in {', '.join(others)} too." if others else ""
    return shown, read.source, f"{count} {what} in {read.reason}.{aside}", ""


def _tool(root: Path, folder: Path) -> str:
    """The tool of migrations that cannot be read here, "" where it cannot be told either."""
    try:
        return sources.detect(folder, root).name
    except SourceError:
        return ""


def _configured(root: Path) -> str:
    if os.path.lexists(root / FILE_NAME):
        return FILE_NAME
    file = find(root.resolve())
    return file.name if file is not None and file.parent == root.resolve() else ""


def _docs_dir(site: str) -> str:
    found = _DOCS_DIR.search(site)
    inside = found[1].strip().strip("/") if found else "docs"
    return inside if inside and ".." not in inside.split("/") and not Path(inside).is_absolute() else "docs"


def _ci(root: Path) -> str:
    if (root / ".github").is_dir():
        return "GitHub Actions"
    other = next((name for file, name in _OTHER_CI.items() if (root / file).exists()), "")
    return other or ("GitHub Actions" if "github.com" in _text(root / ".git" / "config") else "")


def _title(root: Path) -> str:
    words = re.sub(r"[^\w]+|_+", " ", root.resolve().name).strip()
    return f"{words[:1].upper()}{words[1:]} database" if words else "Database"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
