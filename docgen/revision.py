"""READ: the snapshot as a Git revision has it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from docgen.config.workspace import Workspace
from docgen.errors import SourceError
from docgen.model import snapshot_file
from docgen.model.snapshot import Snapshot


def snapshot_at(workspace: Workspace, revision: str) -> Snapshot | None:
    """The snapshot that was committed where HEAD and ``revision`` parted; None where there was none.

    Raises SourceError for what is no revision, and OutputError for a snapshot of another version.
    """
    commit = _git(workspace.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise SourceError(
            f"{revision!r} is no Git revision of {workspace.root}",
            "Name a branch, tag or commit; in a shallow clone fetch it first.",
        )
    base = _git(workspace.root, "merge-base", commit.decode().strip(), "HEAD") or commit
    file = workspace.docs / snapshot_file.FILE_NAME
    if not file.parent.is_dir():
        return None
    data = _git(file.parent, "show", f"{base.decode().strip()}:./{file.name}")
    return snapshot_file.decode(data, f"{revision}:{file.name}") if data is not None else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
