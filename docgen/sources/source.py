"""Source: what every migration tool tells docgen, and the folder that it looks at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from docgen.disk.witness import Answer, Listing, Stamp, Witness, digest, listing, read, walked
from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration

CERTAIN = 2  # files of the tool's own, its marks in them, or names that no other tool reads
LIKELY = 1  # names that several tools read, told by what lies around the folder
POSSIBLE = 0  # anything that is SQL


Content = bytes  # inside Folder the word means its method
Mark = re.Pattern[bytes]


class Evidence(NamedTuple):
    """Why a tool fits a folder: a clause that names the file that told, and how much it weighs."""

    reason: str
    weight: int = CERTAIN


class Folder:
    """One folder of migrations, listed once and each file read once, for all the tools that look at it."""

    def __init__(self, path: Path, root: Path, python: str | None = None) -> None:
        """List ``path``; raises SourceError if it is no folder or cannot be read.

        ``python`` is the interpreter that runs the project's code, where the migrations are programs.
        """
        self.python = python
        self.path = path
        self.root = root
        self.witness = Witness()
        self.notes: list[str] = []  # what a person should know of how the files were read
        self._place = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps ".."
        self._listed: dict[str, Listing | None] = {}
        self._read: dict[str, tuple[bytes, str]] = {}
        self.files, self.folders, _ = self._list("")

    @property
    def shown(self) -> str:
        """The folder relative to the project, posix, as messages name it."""
        return self.place("") or "."

    def place(self, name: str) -> str:
        """The path of ``name`` relative to the project, posix."""
        place = self._prefix + name
        return place.rstrip("/") if not name else place

    @cached_property
    def _prefix(self) -> str:
        relative = os.path.relpath(self.path, self.root).replace(os.sep, "/")
        return "" if relative == "." else f"{relative}/"

    @cached_property
    def sql(self) -> tuple[str, ...]:
        """The names of the SQL files directly in the folder."""
        return tuple(name for name in self.files if name.endswith(".sql") and not name.startswith("."))

    def holds(self, name: str) -> bool:
        """Whether a file of that name lies directly in the folder."""
        return name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.files)

    def inside(self, folder: str) -> tuple[str, ...]:
        """The names of the files directly in the subfolder ``folder``."""
        return self._list(f"{folder}/").files

    def bytes(self, name: str) -> bytes:
        """The content of a file below the folder. Raises SourceError if it cannot be read."""
        return self._content(name)[0]

    def digest(self, name: str) -> str:
        """The SHA-256 of the content of a file below the folder, hexadecimal. Raises SourceError."""
        return self._content(name)[1]

    def marked(self, names: Iterable[str], mark: Mark, *words: Content) -> str | None:
        """The first of the files that holds the mark; one of ``words`` is in every mark, in any case."""
        for name in names:
            content = self.bytes(name)
            plain = content.lower()  # to look for a word first costs a tenth of looking for the mark
            if any(word in plain for word in words) and mark.search(content):
                return name
        return None

    def has(self, name: str) -> bool:
        """Whether something lies at a path below or above the folder, relative to it."""
        return self.witness.there(self._at(name))

    @cached_property
    def around(self) -> tuple[Path, ...]:
        """The folder above this one and those above it, up to the project's root."""
        above = []
        for parent in self.path.absolute().parents:
            above.append(parent)
            if parent == self.root.absolute():
                return tuple(above)
        return tuple(above[:1])

    def beside(self, name: str) -> Path | None:
        """The nearest file or folder called ``name`` on the way up to the project's root."""
        return next((parent / name for parent in self.around if self.witness.there(f"{parent}/{name}")), None)

    def crate(self, name: str) -> bool:
        """Whether a Cargo.toml on the way up names the crate ``name``."""
        return self.manifest("Cargo.toml", name)

    def manifest(self, file: str, word: str) -> bool:
        """Whether a file of that name on the way up holds the word."""
        manifests = (f"{parent}/{file}" for parent in self.around)
        found = (_content(self.witness, path, path)[0] for path in manifests if self.witness.there(path))
        return any(word.encode() in content for content in found)

    @cached_property
    def below(self) -> tuple[str, ...]:
        """The names of all files below the folder, posix, relative to it; a loop of symbolic links is left once."""
        return tuple(walked(self._place, self._listing))

    def _at(self, name: str) -> str:
        place = f"{self._place}/{name}"
        return os.path.abspath(place) if ".." in name else place.rstrip("/") or "/"  # noqa: PTH100

    def _content(self, name: str) -> tuple[Content, str]:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = _content(self.witness, self._at(name), self.place(name))
        return found

    def _listing(self, below: str) -> Listing | None:
        """What the folder with this relative path, a slash behind it, holds; None where it may not be listed."""
        if below not in self._listed:
            place = self._at(below)
            try:
                found = listing(place)
            except OSError:  # what may not be listed holds nothing for us
                found = None
            self._listed[below] = found
            self.witness.listed(place, found)
        return self._listed[below]

    def _list(self, below: str) -> Listing:
        found = self._listing(below)
        return found if found is not None else _list(self._at(below))


class Source(Protocol):
    """One migration tool: how its folder is told, in which order and how its files run, what its table says."""

    name: str  # as the configuration spells it
    title: str  # as its makers spell it

    @property
    def places(self) -> tuple[str, ...]:
        """The folders that it uses by default, relative to a project."""
        ...

    @property
    def history(self) -> HistoryQuery | None:
        """How its history table is read, None where it keeps none."""
        ...

    def fits(self, folder: Folder) -> Evidence | None:
        """Why this tool fits, or None."""
        ...

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """The migrations in the order in which the tool runs them. Raises SourceError."""
        ...


def read_bytes(path: str | Path, shown: str) -> tuple[bytes, Stamp | None]:
    """The content of a file with its stamp; raises SourceError that says which and why not."""
    try:
        return read(path)
    except FileNotFoundError:
        link = os.path.islink(path)  # noqa: PTH114
        hint = "It is a symbolic link to nothing." if link else "It was removed while docgen read."
        raise SourceError(f"cannot read {shown}: no such file", hint) from None
    except OSError as error:
        hint = "Make it readable for the user that runs docgen." if isinstance(error, PermissionError) else ""
        raise SourceError(f"cannot read {shown}: {error.strerror}", hint) from None


def _content(witness: Witness, path: str, shown: str) -> tuple[bytes, str]:
    witness.read(path, "", None)  # until it is read
    content, stamp = read_bytes(path, shown)
    content_digest = digest(content)
    witness.read(path, content_digest, stamp)
    return content, content_digest


def not_listed(path: Path) -> Answer:
    """What a witness says of a folder that may not be listed."""
    return Answer("list", os.path.abspath(path), "")  # noqa: PTH100 - as Folder spells it


def _list(path: str) -> Listing:
    try:
        return listing(path)
    except FileNotFoundError:
        raise SourceError(f"no folder at {path}", "Set migrations in docgen.toml to the right folder.") from None
    except NotADirectoryError:
        raise SourceError(f"{path} is a file, not a folder", "Name the folder that holds the migrations.") from None
    except OSError as error:
        raise SourceError(f"cannot list {path}: {error.strerror}", "Make it readable for docgen's user.") from None
