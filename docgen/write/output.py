"""WRITE and CHECK: files in a folder against what they should be; the only module that writes pages."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import msgspec

from docgen.disk.one_writer import alone
from docgen.errors import OutputError
from docgen.manifest import FILE_NAME, NOTICE, Manifest, digest, read_manifest
from docgen.write.shares import Share, in_shares

STAGING = ".docgen-staging"
SNAPSHOT = "schema.json"
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class File(NamedTuple):
    """A file that docgen makes: its path below the docs folder (posix) and its bytes.

    Content that may be too large to hold comes in pieces, afresh at each call.
    """

    path: str
    content: bytes | Callable[[], Iterable[bytes]]


class Mode(Enum):
    """What to do with the difference between what is there and what should be."""

    WRITE = "write"
    CHECK = "check"


class Outcome(msgspec.Struct, frozen=True):
    """What changed, or in CHECK would change; paths below the docs folder, sorted."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # no longer made, but edited by a person: left alone
    made: tuple[str, ...] = ()  # every file that belongs there
    diffs: tuple[str, ...] = ()  # unified diffs of created, changed and deleted pages, when asked for

    @property
    def unchanged(self) -> int:
        """How many files were as they should be."""
        return len(self.made) - len(self.created) - len(self.changed)

    @property
    def stale(self) -> bool:
        """Whether the folder was not what it should be."""
        return bool(self.created or self.changed or self.deleted)


Files = Callable[[Share], Iterator[File]]


def apply(
    folder: Path, files: Files, mode: Mode, *, force: bool = False, diffs: bool = False, parts: int = 1
) -> Outcome:
    """Make ``folder`` hold exactly ``files`` beside what people wrote there, or say how it differs.

    WRITE stages every changed file first and moves them into place at the end, so a full disk or an interrupt
    leaves the last good build. It deletes only files of the manifest that nobody edited. Raises OutputError
    when a file to replace was edited by a person or is not docgen's (unless ``force``), and when the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file, not a folder", "Point docs in the configuration at a folder.")
    manifest = read_manifest(folder, force)
    if mode is Mode.CHECK:
        return _compare(folder, files, manifest, diffs, None, parts).outcome
    if not force:
        _refuse_foreign(folder, files, manifest)
    staging = folder / STAGING
    with _disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder, "writes"):
            shutil.rmtree(staging, ignore_errors=True)
            try:
                result = _compare(folder, files, manifest, diffs, staging, parts)
                _commit(folder, staging, result, manifest)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    return result.outcome


def intact(folder: Path) -> bool:
    """Whether every file of the manifest is there as docgen wrote it; not where the manifest cannot be read."""
    manifest = read_manifest(folder, force=True)
    files = manifest.files
    return bool(files) and all(_disk_digest(f"{folder}/{path}") == known for path, known in files.items())


class _Result(NamedTuple):
    outcome: Outcome
    digests: dict[str, str]


class _Walk(NamedTuple):
    """What walking one share of the files found."""

    created: list[str]
    changed: list[str]
    diffs: list[str]
    digests: dict[str, str]


def _compare(folder: Path, files: Files, manifest: Manifest, diffs: bool, staging: Path | None, parts: int) -> _Result:
    """Walk the files once, in ``parts`` processes; what differs is staged when there is a ``staging`` folder."""
    walks = in_shares(lambda share: _walk(folder, files(share), diffs, staging), parts)
    digests = {path: known for walk in walks for path, known in walk.digests.items()}
    gone = sorted(path for path in manifest.files if path not in digests and (folder / path).is_file())
    kept = tuple(path for path in gone if _disk_digest(folder / path) != manifest.files[path])
    deleted = tuple(path for path in gone if path not in kept)
    texts = sorted(text for walk in walks for text in walk.diffs)
    if diffs:
        texts.extend(_diff(path, _read(f"{folder}/{path}") or b"", b"") for path in deleted)
    outcome = Outcome(
        created=tuple(sorted(path for walk in walks for path in walk.created)),
        changed=tuple(sorted(path for walk in walks for path in walk.changed)),
        deleted=deleted,
        kept=kept,
        made=tuple(sorted(digests)),
        diffs=tuple(texts),
    )
    return _Result(outcome, digests)


def _walk(folder: Path, files: Iterator[File], diffs: bool, staging: Path | None) -> _Walk:
    walk = _Walk([], [], [], {})
    for path, content in files:
        if not isinstance(content, bytes):
            _walk_large(folder, path, content, staging, walk)
            continue
        there = _read(f"{folder}/{path}")
        walk.digests[path] = digest(content)
        if there == content:
            continue
        (walk.created if there is None else walk.changed).append(path)
        if staging is not None:
            _stage(f"{staging}/{path}", content)
        if diffs:
            walk.diffs.append(_diff(path, there or b"", content))
    return walk


def _walk_large(
    folder: Path, path: str, content: Callable[[], Iterable[bytes]], staging: Path | None, walk: _Walk
) -> None:
    """What may be too large to hold is made once: staged while its digest is taken, and taken back if it is there."""
    total = hashlib.blake2b(digest_size=16)
    staged = None if staging is None else staging / path
    if staged is not None:
        staged.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.nullcontext() if staged is None else staged.open("wb", buffering=1 << 20) as file:
        for piece in content():
            total.update(piece)
            if file is not None:
                file.write(piece)
    walk.digests[path] = total.hexdigest()
    there = _disk_digest(folder / path)
    if there != walk.digests[path]:
        (walk.created if there is None else walk.changed).append(path)
    elif staged is not None:
        staged.unlink()


def _stage(path: str, content: bytes) -> None:
    # A build writes thousands of pages: objects for files and paths would cost as much as the writing.
    try:
        file = os.open(path, _FRESH, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, _FRESH, 0o666)
    try:
        written = os.write(file, content)
        while written < len(content):  # as much as a nearly full disk takes; the next write says so
            written += os.write(file, content[written:])
    finally:
        os.close(file)


def _commit(folder: Path, staging: Path, result: _Result, manifest: Manifest) -> None:
    """Move the staged files into place, then the deletions, then the manifest: renames need no disk space."""
    outcome = result.outcome
    for entry in sorted(staging.iterdir()) if staging.is_dir() else ():
        _move(entry, folder / entry.name)
    for path in outcome.deleted:
        (folder / path).unlink()
        _remove_empty_parents(folder, folder / path)
    fresh = Manifest(files=result.digests)
    if fresh != manifest:
        fresh.write(folder)


def _move(staged: Path, target: Path) -> None:
    """Move what is staged to where it belongs: a folder that is new there as a whole, any other file by file."""
    if staged.is_file() or not target.exists():
        staged.replace(target)
        return
    for entry in sorted(staged.iterdir()):
        _move(entry, target / entry.name)


def _refuse_foreign(folder: Path, files: Files, manifest: Manifest) -> None:
    """Raise OutputError for every file that must change and that a person wrote or edited."""
    if not folder.is_dir():
        return
    suspects = {path for path, known in manifest.files.items() if _disk_digest(folder / path) not in (None, known)}
    suspects.discard(SNAPSHOT)  # data that no person writes: made anew from the database, never merged by hand
    foreign = []
    for path, content in files(Share()) if suspects or _has_unlisted(folder, manifest) else ():
        if path in manifest.files and path not in suspects:
            continue
        there = _read(f"{folder}/{path}")
        if there is not None and there != content and (path in suspects or not _bears_mark(there)):
            foreign.append(path)
    if foreign:
        shown = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else "")
        raise OutputError(
            f"{folder}: edited by hand or not written by docgen: {shown}",
            "Move what you wrote into the notes folder and restore the page, or run docgen build --force to"
            " overwrite it (also right after a merge that combined two builds).",
        )


def _has_unlisted(folder: Path, manifest: Manifest) -> bool:
    """Whether the folder holds pages that the manifest does not know: then their owner must be looked up."""
    for root, directories, names in os.walk(folder):
        directories[:] = [name for name in directories if name not in (STAGING, "notes", "assets")]
        relative = Path(root).relative_to(folder)
        for name in names:
            path = (relative / name).as_posix()
            if path not in manifest.files and path != FILE_NAME and name.endswith((".md", ".json", ".txt", ".yml")):
                return True
    return False


def _bears_mark(data: bytes) -> bool:
    """Whether its first line, or for a snapshot its first key, says that docgen made it."""
    return NOTICE.encode() in data.partition(b"\n")[0] or data.startswith(b'{\n"version": ')


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (a path object for each page costs more)
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}", "Mend the permissions or move it away.") from None


def _disk_digest(path: Path | str) -> str | None:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (asked of every page when nothing changed)
            total = hashlib.blake2b(digest_size=16)
            while piece := file.read(1 << 20):
                total.update(piece)
            return total.hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}", "Mend the permissions or move it away.") from None


def _diff(path: str, before: bytes, after: bytes) -> str:
    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"))


def _remove_empty_parents(folder: Path, path: Path) -> None:
    for parent in path.parents:
        if parent == folder:
            return
        try:
            parent.rmdir()
        except OSError:
            return


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot write {error.filename or folder}: {error.strerror}",
            "The pages of the last build are still there. Free space or mend the permissions, then run it again.",
        ) from None
