"""A small project with two databases, an application's and a warehouse's, for the tests of commands."""

from __future__ import annotations

import shutil
from pathlib import Path

CASE = Path(__file__).parent.parent / "cases" / "databases"


def two(root: Path) -> Path:
    """A copy of the project below ``root``."""
    return Path(shutil.copytree(CASE, root, dirs_exist_ok=True))


def files(root: Path) -> dict[str, bytes]:
    """What the docs folder holds, by path."""
    docs = root / "docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in sorted(docs.rglob("*")) if path.is_file()}


def replace(file: Path, before: str, after: str) -> None:
    """Change one place of a file."""
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))
