"""Where what can be worked out again is kept for a user, when it belongs to no project's folder."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path


def user_folder() -> Path:
    """The user's folder for docgen's caches, as the system wants it; it need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
    home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return (Path(base) if base else home) / "docgen"


def own_folder() -> Path | None:
    """docgen's folder in the user's cache, made if need be; None if it can't be written or belongs to someone else."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    candidates = [Path(home)] if Path(home).is_absolute() else []
    with contextlib.suppress(RuntimeError):
        candidates.append(Path.home() / ".cache")
    candidates.append(Path(tempfile.gettempdir()) / f"docgen-cache-{os.geteuid()}")
    for candidate in candidates:
        folder = candidate / "docgen"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A folder that another user could have put in the way is not trusted with what a server will run.
            owned = all(place.lstat().st_uid in (0, os.geteuid()) for place in (folder, candidate))
            if owned and os.access(folder, os.W_OK | os.X_OK):
                return folder
    return None
