"""Witness: what was read from the disk, so that a later run can tell cheaply whether it would read the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Answer = tuple[str, str, str]  # kind of question, path, digest of what the disk said


class Witness:
    """The questions that a reader has put to the disk, each with a digest of the answer."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], str] = {}

    def note(self, kind: str, path: Path, answer: str) -> None:
        """Remember an answer: "list" and "walk" name what a folder holds, "bytes" a file's content."""
        self._answers[kind, os.path.abspath(path)] = answer  # noqa: PTH100 - Path.absolute keeps ".."

    def there(self, path: Path) -> bool:
        """Whether something lies at the path, remembered."""
        found = path.exists()
        self.note("there", path, str(found))
        return found

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Everything that was asked."""
        return tuple((kind, path, answer) for (kind, path), answer in self._answers.items())


def unchanged(answers: Iterable[Answer]) -> bool:
    """Whether the disk gives the same answers now."""
    try:
        return all(_ASK[kind](path) == answer for kind, path, answer in answers)
    except (OSError, KeyError):
        return False


def digest(content: bytes) -> str:
    """What stands for a content: 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def listing_digest(files: Iterable[str], folders: Iterable[str]) -> str:
    """What stands for the sorted names in a folder."""
    return digest("\0".join((*files, "/", *folders)).encode("utf-8", "surrogateescape"))


def listing(path: str | Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sorted names of the files and of the folders in a folder. Raises OSError."""
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(path) as entries:
        for entry in entries:
            (folders if _is_folder(entry) else files).append(entry.name)
    return tuple(sorted(files)), tuple(sorted(folders))


def walked(path: str | Path) -> Iterator[str]:
    """The names of all files below a folder, posix, relative to it; a loop of symbolic links is left once."""
    seen: set[tuple[int, int]] = set()
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            place = os.stat(f"{path}/{prefix}")  # noqa: PTH116 - one for each folder, and there may be 10,000
            if (place.st_dev, place.st_ino) in seen:
                continue
            seen.add((place.st_dev, place.st_ino))
            files, folders = listing(f"{path}/{prefix}")
        except OSError:  # what may not be listed holds nothing for us
            continue
        yield from (prefix + name for name in files)
        pending.extend(f"{prefix}{name}/" for name in reversed(folders))


def _content(path: str) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - Path.open costs twice as much, and there may be 10,000
        return digest(file.read())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link to itself: reading it says so
        return False


_ASK: dict[str, Callable[[str], str]] = {
    "list": lambda path: listing_digest(*listing(path)),
    "bytes": _content,
    "there": lambda path: str(os.path.exists(path)),  # noqa: PTH110
    "walk": lambda path: digest("\0".join(walked(path)).encode("utf-8", "surrogateescape")),
}
