"""What docgen lint reads: the migrations behind the paths that were given, or the configured ones."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import PrintError, SourceError

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.disk.witness import Answer
    from docgen.lint.plan import LintOptions
    from docgen.model.migration import Migration, MigrationSet

BASELINE = "docgen-baseline.json"
_NAMED = 5  # folders, where there are more


class Settings(NamedTuple):
    """What the configuration says of the linter."""

    root: Path
    workspace: Workspace | None = None  # the configuration, where there is one
    migrations: str | None = None
    source: str = "auto"
    python: str | None = None
    baseline: str = BASELINE
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    place: str = ""  # of a database with a file of its own: its root, as the root of them all sees it

    @property
    def project(self) -> bool:
        """Whether a file configures the folder."""
        return self.workspace is not None and self.workspace.file is not None

    def options(self) -> LintOptions:
        """Which rules run."""
        from docgen.lint.plan import LintOptions

        return LintOptions(select=self.select, ignore=self.ignore, severity=dict(self.severity))


class Target(NamedTuple):
    """What is judged together: a folder, or files. ``given`` are the paths as they were typed."""

    given: tuple[str, ...]
    folder: Path | None = None


class Chain(NamedTuple):
    """Migrations in their order; ``only`` are the paths of those that are judged, None for all."""

    migrations: tuple[Migration, ...]
    only: frozenset[str] | None = None
    source: str = ""  # the tool
    note: str = ""  # what to say of how it was told


class Beside(NamedTuple):
    """The migrations of a file's folder, None where no tool reads it, and what was looked at, None as in Reading."""

    found: MigrationSet | None
    answers: tuple[Answer, ...] | None


class Reading(NamedTuple):
    """The chains of a target, and what was looked at; None where that is not all that decided."""

    chains: list[Chain]
    answers: tuple[Answer, ...] | None


def targets(settings: Settings, directory: Path, paths: Sequence[str]) -> list[Target]:
    """What the paths mean, or the project's folder. Raises SourceError where there is nothing."""
    if not paths:
        return [Target((), folder) for folder in _project_folders(settings)]
    found: list[Target] = []
    files: list[str] = []
    for path in dict.fromkeys(paths):
        place = directory / path
        if place.is_dir():
            found.append(Target((path,), place))
        elif place.exists():
            files.append(path)
        else:
            raise SourceError(f"there is no file or folder {path}", "Name a migration or a folder of migrations.")
    return [*found, Target(tuple(files))] if files else found


def several(settings: Settings, found: Sequence[Target]) -> str:
    """What to say where the project has several folders of migrations and none is configured, "" elsewhere."""
    folders = [os.path.relpath(one.folder, settings.root) for one in found if one.folder and not one.given]
    if len(folders) < 2:
        return ""
    named = ", ".join(folders[:_NAMED]) + (f" and {len(folders) - _NAMED} more" if len(folders) > _NAMED else "")
    return (
        f"{len(folders)} folders hold migrations, and each is read as a chain of its own: {named}. "
        "To read one alone, set migrations in docgen.toml."
    )


def read_target(settings: Settings, directory: Path, target: Target) -> Reading:
    """The migrations of a target. Raises SourceError where there are none."""
    if target.folder is None:
        return _files(settings, directory, target)
    found = read_folder(settings, target.folder)
    if isinstance(found, Reading):
        return found
    return Reading([chain for folder in found for chain in read_inside(settings, folder).chains], None)


def read_inside(settings: Settings, place: Path) -> Reading:
    """The migrations of one folder that a tool reads. Raises SourceError where none does."""
    from docgen import sources
    from docgen.sources.source import Folder

    folder = Folder(place, settings.root, settings.python)
    found = sources.read_folder(folder, settings.source)
    return Reading([Chain(found.migrations, source=found.source, note=found.note)], folder.witness.answers)


def namer(settings: Settings, directory: Path, target: Target) -> Callable[[str], str]:
    """What gives the path of a migration as its target was given, from its path relative to the project."""
    if target.folder is None:
        typed = {_relative(directory / given, settings.root): given for given in target.given}
        return lambda path: typed.get(path, path)
    if not target.given:
        return lambda path: posixpath.join(settings.place, path)
    given, folder = target.given[0], target.folder
    relative = os.path.relpath(folder, settings.root).replace(os.sep, "/")
    prefix = "" if relative == "." else f"{relative}/"
    written = os.path.join(given, "").replace(os.sep, "/")  # noqa: PTH118 - Path drops the "./" in front

    def named(path: str) -> str:
        if path.startswith(prefix):
            return written + path[len(prefix) :]
        return written + os.path.relpath(settings.root / path, folder.absolute()).replace(os.sep, "/")

    return named


def _project_folders(settings: Settings) -> tuple[Path, ...]:
    """The configured folder, else the one that the project has, else all of a project with several."""
    if settings.migrations:
        return (settings.root / settings.migrations,)
    from docgen import sources

    folder = sources.find_folder(settings.root)
    found = (folder,) if folder is not None else sources.candidates(settings.root)
    if not found:
        hint = sources.programs_seen(settings.root) or "Name files or folders behind the command."
        raise SourceError(f"no folder of migrations found below {settings.root}", hint)
    return found


def read_folder(settings: Settings, place: Path) -> Reading | tuple[Path, ...]:
    """The migrations of a folder; of a folder of projects those in it that hold some, each a chain of its own.

    Raises SourceError where there are none.
    """
    from docgen import sources

    try:
        return read_inside(settings, place)
    except PrintError:
        raise
    except SourceError:
        programs = _programs(settings, place.resolve())
        if programs:
            return programs
        inside = sources.candidates(place)
        if not inside:
            raise
    return inside


def _programs(settings: Settings, place: Path) -> Reading | None:
    """The programs at or below a place, among all those that their tool prints; None where no tool prints any."""
    from docgen import sources
    from docgen.sources.source import Folder

    home = sources.home_of_programs(place, settings.root)
    if home is None:
        return None
    folder = Folder(home, settings.root, settings.python)
    found = sources.read_folder(folder, settings.source)
    own = _relative(place, settings.root)
    only = frozenset(one.path for one in found.migrations if f"{one.path}/".startswith(f"{own}/"))
    if not only:
        return None
    return Reading([Chain(found.migrations, only, found.source, found.note)], folder.witness.answers)


def _files(settings: Settings, directory: Path, target: Target) -> Reading:
    """Files, each judged in the context of the migrations beside it where it is one of them."""
    folders: dict[Path, Beside] = {}
    only: dict[Path, list[str]] = {}
    alone: list[Chain] = []
    answers: list[Answer] = []
    for path in target.given:
        place = directory / path
        own = _relative(place, settings.root)
        programs = _programs(settings, place.resolve()) if place.suffix == ".py" else None
        if programs:
            alone += programs.chains
            answers += programs.answers or ()
            continue
        for folder in (place.parent.resolve(), place.parent.parent.resolve()):
            found = _chain_in(settings, folder, folders)
            if found is not None and any(one.path == own for one in found.migrations):
                only.setdefault(folder, []).append(own)
                break
        else:
            chain, read = _alone(settings, place)
            alone.append(chain)
            answers += read
    sets = [(known, frozenset(own)) for folder, own in only.items() if (known := folders[folder].found)]
    chains = [Chain(one.migrations, own, one.source, one.note) for one, own in sets]
    whole = all(known.answers is not None for known in folders.values())
    answers += [answer for known in folders.values() for answer in known.answers or ()]
    return Reading([*chains, *alone], tuple(answers) if whole else None)


def _chain_in(settings: Settings, folder: Path, known: dict[Path, Beside]) -> MigrationSet | None:
    # Elsewhere (a home folder) there may be any number of files that have nothing to do with this one.
    if not _is_place(folder.as_posix(), settings):
        return None
    if folder not in known:
        known[folder] = _beside(settings, folder)
    return known[folder].found


def _beside(settings: Settings, folder: Path) -> Beside:
    from docgen import sources
    from docgen.sources.source import Folder, not_listed

    try:
        found = Folder(folder, settings.root, settings.python)
    except SourceError:
        return Beside(None, (not_listed(folder),))
    try:
        return Beside(sources.read_folder(found, settings.source), found.witness.answers)
    except PrintError:
        return Beside(None, None)  # what the project's Python stumbled over was not seen
    except SourceError:
        return Beside(None, found.witness.answers)


def _alone(settings: Settings, place: Path) -> tuple[Chain, tuple[Answer, ...]]:
    from docgen.sources.reading import migration
    from docgen.sources.source import Folder

    folder = Folder(place.parent.resolve(), settings.root)
    found = migration(folder, place.name, version="", title=place.stem, opening="")
    return Chain((found,)), tuple(answer for answer in folder.witness.answers if answer.kind == "bytes")


def _relative(file: Path, root: Path) -> str:
    return os.path.relpath(file.resolve(), root).replace(os.sep, "/")


def _is_place(folder: str, settings: Settings) -> bool:
    from docgen.sources import PLACES

    configured = (settings.migrations,) if settings.migrations else ()
    return any(f"{folder}/".endswith(f"/{place.strip('/')}/") for place in (*PLACES, *configured))
