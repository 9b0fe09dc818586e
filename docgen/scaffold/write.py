"""Write: new files only; what exists is never touched, not even when it appears in between."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docgen.errors import OutputError


def write(root: Path, files: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Create the files; the paths that were written, and those that existed after all. Raises OutputError."""
    written: list[str] = []
    existing: list[str] = []
    for path, text in files:
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(target.parent, error, written) from None
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            existing.append(path)
        except OSError as error:
            raise _refused(target, error, written) from None
        else:
            written.append(path)
    return written, existing


def _refused(target: Path, error: OSError, written: list[str]) -> OutputError:
    done = ", ".join(written) or "nothing"
    return OutputError(
        f"cannot write {target}: {error.strerror}", f"Mend that and run docgen init again; written so far: {done}."
    )
