"""Source: what every migration tool tells docgen, and the folder that it looks at."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration
from docgen.witness import Witness, digest, listing, listing_digest, walked

CERTAIN = 2  # files of the tool's own, its marks in them, or names that no other tool reads
LIKELY = 1  # names that several tools read, told by what lies around the folder
POSSIBLE = 0  # anything that is SQL


class Evidence(NamedTuple):
    """Why a tool fits a folder: a clause that names the file that told, and how much it weighs."""

    reason: str
    weight: int = CERTAIN


class Folder:
    """One folder of migrations, listed once and each file read once, for all the tools that look at it."""

    def __init__(self, path: Path, root: Path) -> None:
        """List ``path``; raises SourceError if it is no folder or cannot be read."""
        self.path = path
        self.root = root
        self.witness = Witness()
        self.files, self.folders = self._list(path)
        self._below: dict[str, tuple[str, ...]] = {}
        self._bytes: dict[str, bytes] = {}

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
        if folder not in self._below:
            self._below[folder] = self._list(self.path / folder)[0]
        return self._below[folder]

    def bytes(self, name: str) -> bytes:
        """The content of a file below the folder. Raises SourceError if it cannot be read."""
        if name not in self._bytes:
            self._bytes[name] = _content(self.witness, self.path / name, self.place(name))
        return self._bytes[name]

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
        return next((parent / name for parent in self.around if self.witness.there(parent / name)), None)

    def crate(self, name: str) -> bool:
        """Whether a Cargo.toml on the way up names the crate ``name``."""
        return self.manifest("Cargo.toml", name)

    def manifest(self, file: str, word: str) -> bool:
        """Whether a file of that name on the way up holds the word."""
        manifests = (parent / file for parent in self.around)
        found = (_content(self.witness, path, str(path)) for path in manifests if self.witness.there(path))
        return any(word.encode() in content for content in found)

    @cached_property
    def below(self) -> tuple[str, ...]:
        """The names of all files below the folder, posix, relative to it; a loop of symbolic links is left once."""
        names = tuple(walked(self.path))
        self.witness.note("walk", self.path, digest("\0".join(names).encode("utf-8", "surrogateescape")))
        return names

    def _list(self, path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
        listed = _list(path)
        self.witness.note("list", path, listing_digest(*listed))
        return listed


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


def read_bytes(path: Path, shown: str) -> bytes:
    """The content of a file; raises SourceError that says which and why not."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - Path.open costs twice as much, and there may be 10,000
            return file.read()
    except FileNotFoundError:
        hint = "It is a symbolic link to nothing." if path.is_symlink() else "It was removed while docgen read."
        raise SourceError(f"cannot read {shown}: no such file", hint) from None
    except OSError as error:
        hint = "Make it readable for the user that runs docgen." if isinstance(error, PermissionError) else ""
        raise SourceError(f"cannot read {shown}: {error.strerror}", hint) from None


def _content(witness: Witness, path: Path, shown: str) -> bytes:
    content = read_bytes(path, shown)
    witness.note("bytes", path, digest(content))
    return content


def _list(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        return listing(path)
    except FileNotFoundError:
        raise SourceError(f"no folder at {path}", "Set migrations in docgen.toml to the right folder.") from None
    except NotADirectoryError:
        raise SourceError(f"{path} is a file, not a folder", "Name the folder that holds the migrations.") from None
    except OSError as error:
        raise SourceError(f"cannot list {path}: {error.strerror}", "Make it readable for docgen's user.") from None
