"""Git: the one place that calls it, as a program, reading only."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> bytes | None:
    """What ``git`` prints when it is run in ``folder``; None where it refuses, or is not installed."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def commit_of(folder: Path, revision: str) -> str | None:
    """The commit that ``revision`` names; None for what is none, an option included."""
    found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip() if found is not None else None
