"""WRITE: one file as a whole or not at all."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from docgen.errors import OutputError


def write_whole(path: Path, text: str) -> None:
    """Writes ``text`` to ``path``: whoever looks sees the old file or the new one. Raises OutputError."""
    staged: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", newline="\n", delete=False
        ) as file:
            staged = Path(file.name)
            file.write(text)
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        staged.replace(path)
    except OSError as error:
        if staged is not None:
            with contextlib.suppress(OSError):
                staged.unlink()
        message = f"cannot write {path}: {error.strerror or error}"
        raise OutputError(message, "Nothing was changed. Check the folder, its permissions and the disk.") from None
