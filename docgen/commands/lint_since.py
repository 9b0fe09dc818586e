"""--since: which migrations are newer than a version, or new or changed since a Git ref; the others give context."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.read.git import commit_of, git

if TYPE_CHECKING:
    from docgen.commands.lint_targets import Chain


def narrowed(chains: list[Chain], since: str, root: Path) -> list[Chain]:
    """The chains with only the newer migrations judged. Raises SourceError for what is no version and no Git ref."""
    if any(since in _versions(chain) for chain in chains):
        return [_behind(chain, since) for chain in chains]
    changed = _changed(root, since)
    if changed is None:
        versions = [version for chain in chains for version in _versions(chain)]
        raise SourceError(
            f"{since!r} is neither the version of a migration nor a Git ref",
            f"Name a version (the newest is {versions[-1]}) or a branch, tag or commit." if versions else "",
        )
    return [_only(chain, changed) for chain in chains]


def _versions(chain: Chain) -> list[str]:
    return [one.version for one in chain.migrations if one.version]


def _behind(chain: Chain, version: str) -> Chain:
    versions = [one.version for one in chain.migrations]
    if version not in versions:
        return chain
    newer = chain.migrations[versions.index(version) + 1 :]
    return _only(chain, {one.path for one in newer})


def _only(chain: Chain, paths: set[str]) -> Chain:
    mine = {one.path for one in chain.migrations} if chain.only is None else chain.only
    return chain._replace(only=frozenset(mine & paths))


def _changed(root: Path, ref: str) -> set[str] | None:
    """Paths below ``root`` that are new or changed since the branches parted, committed or not; None for no ref."""
    commit = commit_of(root, ref)
    if commit is None:
        return None
    base = (git(root, "merge-base", commit, "HEAD") or commit.encode()).decode().strip()
    names = git(root, "diff", "--name-only", "-z", "--relative", "--no-renames", "--diff-filter=d", base, "--")
    others = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if names is None or others is None:
        raise SourceError(f"Git cannot say what is new since {ref}", "Is the whole history here? git fetch --unshallow")
    return {name for name in (names + others).decode("utf-8", "surrogateescape").split("\0") if name}
