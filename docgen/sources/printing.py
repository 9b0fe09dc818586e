"""Printing: the project's own Python prints the SQL of its migrations; it is kept while the files stay as they are."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from docgen.disk.cache_folder import user_folder
from docgen.disk.witness import Answer, Witness, confirmed, listing, read
from docgen.errors import PrintError
from docgen.model.migration import Migration
from docgen.sources.layout import laid_out
from docgen.sources.source import Folder

PRINTERS = Path(__file__).parent / "printers"
_NO_TOOL = 3  # the exit code of a printer whose Python does not have the tool
_TIMEOUT = 120  # seconds
_LAST_LINES = 8
_PLACES = (".venv", "venv", "env", ".env")
_PACKAGES = ("/site-packages/", "/dist-packages/")


class Revision(msgspec.Struct):
    """One migration as a printer gives it."""

    version: str
    name: str
    path: str  # absolute
    own: bool  # it is the project's, and comes with no installed package
    transaction: bool
    statements: list[tuple[int, str]]
    down: list[str]
    error: str = ""  # why it could not be printed
    unseen: bool = False  # it also does what no SQL shows


class Printout(msgspec.Struct):
    """What a printer writes, and what the disk held then."""

    migrations: list[Revision]
    read: list[str]  # the other files that decide
    folders: list[str]  # where a new migration would lie
    answers: tuple[Answer, ...] = ()
    python: str = ""


def printed(folder: Folder, title: str, printer: str) -> tuple[Migration, ...]:
    """The migrations of the folder with the SQL that the tool prints, in its order.

    Runs the project's code, unless the files are those that were printed last time. Raises PrintError with what the
    project's Python said.
    """
    place = user_folder() / f"printed-{_digest(str(folder.path.resolve()), printer, folder.python or '', _scripts())}"
    known = _known(place)
    found = known or _run(folder, title, printer)
    for answer in found.answers:
        folder.witness.take(answer)
    folder.notes.append(f"{title} printed the SQL with {found.python}: that runs the project's code.")
    folder.notes += [
        f"{_shown(folder, one.path)} cannot be printed and counts as empty ({one.error})."
        for one in found.migrations
        if one.error
    ]
    unseen = [_shown(folder, one.path) for one in found.migrations if one.own and one.unseen]
    if unseen:
        folder.notes.append(f"Not seen is what runs as Python in {', '.join(unseen)}.")
    if known is None:
        _keep(place, found)
    return tuple(_migration(folder, title, one) for one in found.migrations)


def _run(folder: Folder, title: str, printer: str) -> Printout:
    tried: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "printed.json"
        for python in _pythons(folder):
            done = _process(folder.path, python, printer, target, title)
            if done.returncode == 0:
                found = msgspec.json.decode(target.read_bytes(), type=Printout)
                found.python = _shown(folder, python)
                found.answers = _answers(found)
                return found
            if done.returncode != _NO_TOOL:
                raise _refused(folder, title, python, done.stderr)
            tried.append(_shown(folder, python))
    raise PrintError(
        f"{folder.shown} holds migrations of {title}, but no Python here has it: tried {', '.join(tried) or 'none'}",
        "Install the project's packages, or set python in docgen.toml to the project's interpreter.",
    )


def _process(folder: Path, python: str, printer: str, target: Path, title: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        return subprocess.run(
            [python, str(PRINTERS / printer), str(target)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintError(
            f"{title} did not print its SQL within {_TIMEOUT} seconds ({python})",
            "Look at what the settings or env.py wait for; nothing may be asked for, and the network is closed.",
        ) from None
    except OSError as error:
        raise PrintError(f"cannot run {python}: {error.strerror}", "Set python in docgen.toml.") from None


def _refused(folder: Folder, title: str, python: str, said: str) -> PrintError:
    last = "\n".join(f"  {line}" for line in said.strip().splitlines()[-_LAST_LINES:])
    return PrintError(
        f"{title} cannot print the SQL of {folder.shown} with {_shown(folder, python)}:\n{last}",
        "Mend what it says, or give docgen a database_url: it then reads the history table and the live schema alone.",
    )


def _pythons(folder: Folder) -> Iterator[str]:
    """The interpreters that may be the project's, the likeliest first."""
    if folder.python:
        configured = folder.root / folder.python
        yield str(configured) if configured.exists() else folder.python
        return
    inner = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    active = os.environ.get("VIRTUAL_ENV")
    homes = [parent / name for parent in (folder.path.absolute(), *folder.around) for name in _PLACES]
    found = [home / inner for home in ([Path(active)] if active else []) + homes]
    others = [Path(path) for name in ("python3", "python") if (path := shutil.which(name))]
    yield from dict.fromkeys(str(path) for path in (*found, *others, Path(sys.executable)) if path.exists())


def _answers(found: Printout) -> tuple[Answer, ...]:
    """What has to stay as it is for the printout to stay true."""
    witness = Witness()
    for path in (*found.read, *(one.path for one in found.migrations)):
        content, stamp = read(path)
        witness.read(path, hashlib.sha256(content).hexdigest(), stamp)
    for path in found.folders:
        witness.listed(path, listing(path))
    return witness.answers


def _migration(folder: Folder, title: str, one: Revision) -> Migration:
    content = Path(one.path).read_bytes()
    statements = [(line, sql.rstrip()) for line, sql in one.statements]
    return Migration(
        version=one.version,
        name=one.name,
        path=_shown(folder, one.path),
        sql=laid_out(statements, content.decode("utf-8", "replace")),
        digest=hashlib.sha256(content).hexdigest(),
        transaction=one.transaction,
        opening="begin",
        statement_breakpoints=True,
        down="\n".join(one.down),
        printed=title,
        packaged=not one.own,
    )


def _shown(folder: Folder, path: str) -> str:
    """A path as pages and messages name it: below the project, or below the packages that it came with."""
    for packages in _PACKAGES:
        if packages in path.replace(os.sep, "/"):
            return path.replace(os.sep, "/").rpartition(packages)[2]
    shown = os.path.relpath(path, folder.root).replace(os.sep, "/")
    return path if shown.startswith("../") else shown


def _known(place: Path) -> Printout | None:
    try:
        known = msgspec.json.decode(place.read_bytes(), type=Printout)
    except (OSError, msgspec.DecodeError):
        return None
    answers = confirmed(known.answers)
    return known if answers is not None else None


def _keep(place: Path, found: Printout) -> None:
    """Never half a file; a folder that cannot be written is no reason to fail."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        staged = place.with_name(f"{place.name}.{os.getpid()}")
        staged.write_bytes(msgspec.json.encode(found))
        staged.replace(place)


def _scripts() -> str:
    return "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(PRINTERS.glob("*.py")))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
