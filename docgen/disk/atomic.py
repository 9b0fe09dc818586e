"""WRITE: one file as a whole or not at all, and the folder that it goes into."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from docgen.errors import OutputError


def write_whole(path: Path, content: str | bytes) -> None:
    """Writes ``content``, text as UTF-8, to ``path``: whoever looks sees the old file or the new one.

    Raises OutputError, also where there is no such folder.
    """
    data = content.encode() if isinstance(content, str) else content
    staged: Path | None = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            staged = Path(file.name)
            file.write(data)
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        staged.replace(path)
    except OSError as error:
        if staged is not None:
            with contextlib.suppress(OSError):
                staged.unlink()
        message = f"cannot write {path}: {error.strerror or error}"
        raise OutputError(message, "Nothing was changed. Check the folder, its permissions and the disk.") from None


def make_folder(path: Path) -> None:
    """Makes the folder ``path`` and those above it where they are missing. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make {path}: {error.strerror or error}"
        raise OutputError(message, "Nothing was changed. Check the folder, its permissions and the disk.") from None
