"""The linter's cache: what a run found, together with what it read, so that a run over the same files reads no SQL."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import os
import zlib
from pathlib import Path

import msgspec

from docgen.disk.cache_folder import user_folder
from docgen.disk.witness import Answer, confirmed
from docgen.model.finding import Finding

FOLDER = ".docgen_cache"
# A run over one file leaves an entry too: beyond so many bytes in all, the half that is oldest goes.
MOST_BYTES = 64 * 1024 * 1024
_CHECKSUM = 4
# Whatever of docgen decides what is found.
_DECIDING = ("lint", "model", "sources", "sql")


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """The result of one run: what it was asked, what it read, what it found, by paths relative to the project."""

    key: str
    answers: tuple[Answer, ...]
    files: int
    statements: int
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


_ENTRY = msgspec.msgpack.Decoder(Entry)


class LintCache:
    """Entries by question, one small file each, in the project's folder or in the user's where there is no project."""

    def __init__(self, project: Path | None) -> None:
        self._folder = project / FOLDER if project else user_folder()
        self._own = project is not None
        self._used: set[str] = set()  # the names of the files that this run has asked for
        self._prepared = False

    def find(self, question: tuple[str, ...]) -> Entry | None:
        """What the last run found, when it was asked the same by the same rules and the disk says the same.

        A file that is damaged, or of another version, is as good as none.
        """
        try:
            content = memoryview(self._file(question).read_bytes())
        except OSError:
            return None
        if _checksum(content[_CHECKSUM:]) != content[:_CHECKSUM]:
            return None
        try:
            entry = _ENTRY.decode(content[_CHECKSUM:])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        answers = confirmed(entry.answers) if entry.key == _key(question) else None
        if answers is None:
            return None
        if answers is not entry.answers:
            self._write(question, msgspec.structs.replace(entry, answers=answers))
        return entry

    def keep(
        self,
        question: tuple[str, ...],
        answers: tuple[Answer, ...],
        files: int,
        statements: int,
        findings: tuple[Finding, ...],
        notes: tuple[str, ...] = (),
    ) -> None:
        """Remember a result. Never half a file; a folder that cannot be written is no reason to fail."""
        self._write(question, Entry(_key(question), answers, files, statements, findings, notes))

    def _write(self, question: tuple[str, ...], entry: Entry) -> None:
        with contextlib.suppress(OSError, UnicodeEncodeError):
            content = msgspec.msgpack.encode(entry)
            self._prepare()
            file = self._file(question)
            staged = file.with_name(f"{file.name}.{os.getpid()}")
            try:
                staged.write_bytes(_checksum(content) + content)
                staged.replace(file)
            except OSError:
                staged.unlink(missing_ok=True)
                raise

    def _prepare(self) -> None:
        if not self._prepared:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._own:
                (self._folder / ".gitignore").write_text("*\n", encoding="ascii")
            self._prepared = True

    def _file(self, question: tuple[str, ...]) -> Path:
        name = f"lint-{_digest(question)}"
        self._used.add(name)
        return self._folder / name

    def close(self) -> None:
        """Where there is too much, forget what is oldest of what this run did not ask for: it will be run again."""
        if not self._prepared:
            return
        with contextlib.suppress(OSError):
            entries = [(entry, entry.stat()) for entry in os.scandir(self._folder) if entry.name.startswith("lint-")]
            left = sum(status.st_size for _, status in entries)
            if left <= MOST_BYTES:
                return
            for entry, status in sorted(entries, key=lambda one: one[1].st_mtime_ns):
                if left > MOST_BYTES // 2 and entry.name not in self._used:
                    Path(entry.path).unlink(missing_ok=True)
                    left -= status.st_size


def _key(question: tuple[str, ...]) -> str:
    return _digest((*question, _version()))


@functools.cache
def _version() -> str:
    """What stands for the rules, for the code that reads SQL for them, and for the parser."""
    package = Path(__file__).parent.parent
    state = hashlib.blake2b(digest_size=16)
    for part in _DECIDING:
        for folder, below, names in os.walk(package / part):
            below.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    state.update(name.encode() + b"\0")
                    with open(os.path.join(folder, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
                        state.update(file.read())
    parser = importlib.util.find_spec("postgast")
    for place in (parser.submodule_search_locations or ()) if parser else ():
        for entry in sorted(os.scandir(place), key=lambda one: one.name):
            if "pg_query" in entry.name:
                status = entry.stat()
                state.update(f"{entry.name} {status.st_size} {status.st_mtime_ns}".encode())
    return state.hexdigest()


def _digest(parts: tuple[str, ...]) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _checksum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM, "little")  # against damage alone: whoever can write here may lie
