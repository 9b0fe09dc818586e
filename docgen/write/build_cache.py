"""The build cache: what the last build was made from, so that a build in which nothing changed ends early."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

FOLDER = ".docgen_cache"


class BuildCache:
    """One digest per docs folder, below the project's folder; losing it costs one full build."""

    def __init__(self, root: Path, docs: Path) -> None:
        name = hashlib.blake2b(str(docs.resolve()).encode(), digest_size=8).hexdigest()
        self._file = root / FOLDER / f"build-{name}"

    def holds(self, key: str) -> bool:
        """Whether the last build was made from exactly this."""
        try:
            return self._file.read_text(encoding="ascii") == key
        except (OSError, UnicodeDecodeError):
            return False

    def knows(self) -> bool:
        """Whether there was a build before, so that this one is likely to change little."""
        return self._file.is_file()

    def keep(self, key: str) -> None:
        """Remember the key; a folder that cannot be written is no reason to fail."""
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            (self._file.parent / ".gitignore").write_text("*\n", encoding="ascii")
            self._file.write_text(key, encoding="ascii")
