"""The template cache: templates as they were compiled, in the user's cache; losing it costs a tenth of a second.

What is read here is run. So it lies where only the user can write, never in a project, which others may have made.
"""

from __future__ import annotations

import contextlib
import os
import shutil

from docgen.disk.cache_folder import own_folder

_KEPT = 4  # versions of docgen, of Jinja2, of Python


class TemplateCache:
    """Bytes by key, for one ``kind``: whatever has a say in what a template is compiled to."""

    def __init__(self, kind: str) -> None:
        home = own_folder()
        self._folder = home / f"templates-{kind}" if home else None

    def read(self, key: str) -> bytes | None:
        """What was written under ``key``, None where nothing was."""
        with contextlib.suppress(OSError):
            if self._folder is not None:
                return (self._folder / key).read_bytes()
        return None

    def write(self, key: str, data: bytes) -> None:
        """Keep ``data``; a folder that cannot be written is no reason to fail."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            if not self._folder.is_dir():
                self._folder.mkdir(mode=0o700)
                self._forget_the_oldest()
            fresh = self._folder / f"{key}.{os.getpid()}"
            fresh.write_bytes(data)
            fresh.replace(self._folder / key)

    def _forget_the_oldest(self) -> None:
        assert self._folder is not None
        kinds = sorted(self._folder.parent.glob("templates-*"), key=lambda one: one.stat().st_mtime)
        for old in kinds[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
