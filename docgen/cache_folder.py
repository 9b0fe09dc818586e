"""Where what can be worked out again is kept for a user, when it belongs to no project's folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_folder() -> Path:
    """The user's folder for docgen's caches, as the system wants it; it need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
    home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return (Path(base) if base else home) / "docgen"
