"""READ: the snapshot as a Git revision has it, and what changed from one to another."""

from __future__ import annotations

from docgen.analysis.changes import changes
from docgen.analysis.provenance import touches
from docgen.config.workspace import Workspace
from docgen.errors import DocgenError, SourceError
from docgen.model import snapshot_file
from docgen.model.schema_change import Changes
from docgen.model.snapshot import Snapshot
from docgen.read.git import commit_of, git
from docgen.read.project import read_migrations, read_snapshot

_MOST_RELEASES = 20


def snapshot_at(workspace: Workspace, revision: str) -> Snapshot | None:
    """The snapshot that was committed where HEAD and ``revision`` parted; None where there was none.

    Raises SourceError for what is no revision, and OutputError for a snapshot of another version.
    """
    return _committed(workspace, revision, _parting(workspace, revision, "HEAD"))


def changes_between(workspace: Workspace, before: str, after: str = "") -> Changes:
    """What changed in the schema since ``before`` and ``after`` (HEAD without one) parted, up to ``after``.

    Without ``after`` up to the snapshot in the docs folder, committed or not. Raises SourceError for what is no
    revision or has no snapshot, and OutputError for a snapshot of another version.
    """
    base = _parting(workspace, before, after or "HEAD")
    old = _committed(workspace, before, base)
    new = _committed(workspace, after, _commit(workspace, after)) if after else read_snapshot(workspace)
    for name, snapshot in ((before, old), (after, new)):
        if snapshot is None:
            where = f"the revision {name}" if name else "the docs folder"
            raise SourceError(f"{where} holds no {snapshot_file.FILE_NAME}", "Run docgen build and commit its files.")
    assert old is not None
    assert new is not None
    known = {(one.path, one.digest) for one in old.migrations}
    fresh = {one.path for one in new.migrations if (one.path, one.digest) not in known}
    touched = (one for one in touches(read_migrations(workspace).migrations) if one.path in fresh)
    return Changes(
        before=before,
        after=after,
        changes=changes(old.catalog, new.catalog, touched),
        migrations=tuple(one.path for one in new.migrations if one.path in fresh),
    )


def releases(workspace: Workspace, pattern: str) -> list[Changes]:
    """What changed since the newest tag that ``pattern`` fits, and before, from tag to tag; the newest first.

    Of the tags that lead here the newest 20; it ends before the first that has no snapshot this docgen reads.
    """
    merged = ("--merged", "HEAD", "--sort=-version:refname")
    found = (git(workspace.root, "tag", "--list", *merged, "--", pattern) or b"").decode("utf-8", "replace")
    told, after = [], ""
    for tag in found.split("\n")[:_MOST_RELEASES]:
        try:
            told.append(changes_between(workspace, tag, after))
        except DocgenError:
            break
        after = tag
    return told


def _parting(workspace: Workspace, one: str, other: str) -> str:
    """The commit where two revisions parted; the first itself where they have nothing in common."""
    commits = [_commit(workspace, revision) for revision in (one, other)]
    base = git(workspace.root, "merge-base", *commits)
    return base.decode().strip() if base else commits[0]


def _commit(workspace: Workspace, revision: str) -> str:
    commit = commit_of(workspace.root, revision)
    if commit is None:
        raise SourceError(
            f"{revision!r} is no Git revision of {workspace.root}",
            "Name a branch, tag or commit; in a shallow clone fetch it first.",
        )
    return commit


def _committed(workspace: Workspace, revision: str, commit: str) -> Snapshot | None:
    file = workspace.docs / snapshot_file.FILE_NAME
    if not file.parent.is_dir():
        return None
    data = git(file.parent, "show", f"{commit}:./{file.name}")
    return snapshot_file.decode(data, f"{revision}:{file.name}") if data is not None else None
