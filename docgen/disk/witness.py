"""Witness: what was read from the disk, so that a later run can tell cheaply whether it would read the same."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

# Size, change times of content and entry in nanoseconds, inode; None where they cannot vouch for what was read.
Stamp = tuple[int, int, int, int]
# What changes as often as the clock of a file system ticks may change without a trace.
_TICK = 2_000_000_000


class Answer(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One question that was put to the disk: its kind, the path, a digest of what the disk said, and when it did."""

    kind: str
    path: str
    digest: str
    stamp: Stamp | None = None


class Listing(NamedTuple):
    """The sorted names of the files and of the folders in a folder, with its stamp."""

    files: tuple[str, ...]
    folders: tuple[str, ...]
    stamp: Stamp | None = None

    @property
    def digest(self) -> str:
        """What stands for the names."""
        return digest("\0".join((*self.files, "/", *self.folders)).encode("utf-8", "surrogateescape"))


class Witness:
    """The questions that a reader has put to the disk, each with a digest of the answer."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], Answer] = {}

    def listed(self, path: str, found: Listing | None) -> None:
        """Remember what a folder holds; None: it may not be listed."""
        self._answers["list", path] = Answer("list", path, *((found.digest, found.stamp) if found else ("",)))

    def read(self, path: str, content_digest: str, stamp: Stamp | None) -> None:
        """Remember a file's content; the digest is "" where it may not be read."""
        self._answers["bytes", path] = Answer("bytes", path, content_digest, stamp)

    def take(self, answer: Answer) -> None:
        """Remember what another reader has asked."""
        self._answers[answer.kind, answer.path] = answer

    def there(self, path: str) -> bool:
        """Whether something lies at the path, remembered."""
        found = os.path.exists(path)  # noqa: PTH110 - there are many
        self._answers["there", path] = Answer("there", path, str(found))
        return found

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Everything that was asked."""
        return tuple(self._answers.values())


def confirmed(answers: tuple[Answer, ...]) -> tuple[Answer, ...] | None:
    """The same answers where the disk gives them now, with the stamps of now; None where it says something else.

    What still has its stamp is not read.
    """
    renewed: dict[int, Answer] = {}
    stat = os.stat
    try:
        for number, answer in enumerate(answers):
            if answer.stamp is not None and _stamp(stat(answer.path)) == answer.stamp:
                continue
            found, now = _ASK[answer.kind](answer.path)
            if found != answer.digest:
                return None
            if now != answer.stamp:
                renewed[number] = msgspec.structs.replace(answer, stamp=now)
    except (OSError, KeyError):
        return None
    return tuple(renewed.get(number, answer) for number, answer in enumerate(answers)) if renewed else answers


def digest(content: bytes) -> str:
    """What stands for a content: 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read(path: str | Path) -> tuple[bytes, Stamp | None]:
    """The content of a file and its stamp. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - Path.open costs twice as much, and there may be 10,000
        stamp = _lasting(os.fstat(file.fileno()))
        return file.read(), stamp


def listing(path: str) -> Listing:
    """What a folder holds. Raises OSError."""
    files: list[str] = []
    folders: list[str] = []
    stamp = _lasting(os.stat(path))  # noqa: PTH116
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):  # nearly all are: one question for each
                files.append(entry.name)
                continue
            (folders if _is_folder(entry) else files).append(entry.name)
            if entry.is_symlink():
                stamp = None  # where it leads may change without its folder
    return Listing(tuple(sorted(files)), tuple(sorted(folders)), stamp)


def walked(path: str, listed: Callable[[str], Listing | None]) -> Iterator[str]:
    """The names of all files below a folder, posix, relative to it; a loop of symbolic links is left once.

    ``listed`` gives what a folder below it holds, by its relative path with a slash behind; None for nothing.
    """
    seen: set[tuple[int, int]] = set()
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            place = os.stat(f"{path}/{prefix}")  # noqa: PTH116 - one for each folder, and there may be 10,000
        except OSError:
            continue
        found = listed(prefix) if (place.st_dev, place.st_ino) not in seen else None
        seen.add((place.st_dev, place.st_ino))
        if found is not None:
            yield from (prefix + name for name in found.files)
            pending.extend(f"{prefix}{name}/" for name in reversed(found.folders))


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _lasting(status: os.stat_result) -> Stamp | None:
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    return _stamp(status) if changed < time.time_ns() - _TICK else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link to itself: reading it says so
        return False


def _content(path: str) -> tuple[str, Stamp | None]:
    try:
        content, stamp = read(path)
    except OSError:
        return "", None
    return digest(content), stamp


def _names(path: str) -> tuple[str, Stamp | None]:
    try:
        found = listing(path)
    except OSError:
        return "", None
    return found.digest, found.stamp


_ASK: dict[str, Callable[[str], tuple[str, Stamp | None]]] = {
    "list": _names,
    "bytes": _content,
    "there": lambda path: (str(os.path.exists(path)), None),  # noqa: PTH110
}
