"""READ: the files of a project (migrations, notes, baseline, snapshot), one call per source."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from docgen.config.workspace import Workspace
from docgen.errors import ConfigError, OutputError, PrintError, SourceError
from docgen.model import snapshot_file
from docgen.model.migration import MigrationSet
from docgen.model.snapshot import MigrationDigest, Snapshot

LIBPQ = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE")


class Project(NamedTuple):
    """The files of one project."""

    workspace: Workspace
    migrations: MigrationSet
    notes: dict[str, str]  # Markdown by path below the notes folder

    def digests(self) -> tuple[MigrationDigest, ...]:
        """The migrations as they are now."""
        return tuple(
            MigrationDigest(version=m.version, path=m.path, digest=m.digest) for m in self.migrations.migrations
        )


def read_project(workspace: Workspace) -> Project:
    """The project's migrations and notes. Raises SourceError for a folder that is missing or not understood."""
    return Project(workspace, read_migrations(workspace), read_notes(workspace))


def read_migrations(workspace: Workspace) -> MigrationSet:
    """The migrations of the configured folder, or of the first usual one; an empty set where there is none.

    Databases that share a folder are not looked for: what is found there could be of any of them.
    """
    from docgen import sources

    if workspace.config.migrations is not None:
        folder = workspace.path(workspace.config.migrations)
        if not folder.is_dir():
            raise SourceError(f"no folder of migrations at {folder}", "Set migrations in docgen.toml, or --migrations.")
        return _read(workspace, folder)
    if any(other.root == workspace.root for other in workspace.neighbours):
        return MigrationSet(source="", folder="", reason="no folder of migrations is configured")
    found = sources.find_folder(workspace.root)
    if found is None:
        several = ", ".join(path.relative_to(workspace.root).as_posix() for path in sources.candidates(workspace.root))
        reason = f"several folders hold migrations: {several}" if several else "no folder of migrations was found"
        return MigrationSet(source="", folder="", reason=reason)
    read, others = _read(workspace, found), ", ".join(sources.left_aside(workspace.root, found))
    if not others:
        return read
    note = f"Not read: {others}. To choose, set migrations in docgen.toml; [[databases]] documents several."
    return msgspec.structs.replace(read, note=f"{read.note} {note}".strip())


def _read(workspace: Workspace, folder: Path) -> MigrationSet:
    """The folder's migrations; an empty set that says why where they are programs that cannot be printed."""
    from docgen import sources

    try:
        return sources.read(workspace.root, folder, workspace.config.source, workspace.config.python)
    except PrintError as error:
        shown = os.path.relpath(folder, workspace.root)
        note = f"{error.message}\nWhat the database says it applied is all that is known of the migrations."
        return MigrationSet(source="", folder=shown, reason=error.message, note=note)


def read_notes(workspace: Workspace) -> dict[str, str]:
    """Hand-written Markdown by its path below the notes folder."""
    folder = workspace.notes
    notes = {}
    for path in sorted(folder.rglob("*.md")):
        try:
            notes[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"cannot read the note {path}: {error}", "Save it as UTF-8 text.") from None
    return notes


def read_snapshot(workspace: Workspace) -> Snapshot | None:
    """The snapshot of the last build, or None where there is none. Raises OutputError for one that is broken."""
    path = workspace.docs / snapshot_file.FILE_NAME
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return snapshot_file.decode(data, str(path))


def read_remembered(workspace: Workspace, force: bool = False) -> Snapshot | None:
    """The snapshot of the last build without its objects; None where there is none.

    Raises OutputError for one that is broken, unless ``force``: then nothing is remembered.
    """
    path = workspace.docs / snapshot_file.FILE_NAME
    try:
        with path.open("rb") as lines:
            return snapshot_file.decode_head(lines, str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OutputError:
        if force:
            return None
        raise


def live_url(workspace: Workspace, environment: Mapping[str, str] = os.environ) -> str | None:
    """Where the live database is: configuration, DATABASE_URL, libpq's variables ("" means: ask libpq), or None.

    ``${NAME}`` in the configured URL is read from the environment, so that no secret stands in a file. One of several
    databases has a variable of its own: WAREHOUSE_DATABASE_URL for warehouse.
    """
    configured = workspace.config.database_url
    if configured is not None:
        return re.sub(r"\$\{(\w+)\}", lambda match: _variable(match[1], environment), configured)
    if workspace.database:
        return environment.get(url_variable(workspace)) or None
    if environment.get("DATABASE_URL"):
        return environment["DATABASE_URL"]
    return "" if any(environment.get(name) for name in LIBPQ) else None


def url_variable(workspace: Workspace) -> str:
    """The environment variable that says where the database is; one of several has its own."""
    name = workspace.database.upper().replace("-", "_")
    return f"{name}_DATABASE_URL" if name else "DATABASE_URL"


def no_live_database(workspace: Workspace) -> ConfigError:
    """What stops a command that is about the live database where none is known."""
    hint = f"Set {url_variable(workspace)}, --database-url, or database_url."
    return ConfigError("no live database is configured", hint)


def _variable(name: str, environment: Mapping[str, str]) -> str:
    if name not in environment:
        raise ConfigError(f"database_url names the variable {name}, which is not set", f"Set {name} and run it again.")
    return environment[name]


def preset(workspace: Workspace, source: str) -> Literal["none", "supabase"]:
    """The platform whose roles and schemas the migrations of the tool ``source`` expect."""
    configured = workspace.config.shadow.preset
    if configured != "auto":
        return configured
    return "supabase" if source == "supabase" else "none"


def shadow_setup(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """The configured setup files, each with its path and its SQL. Raises ConfigError for one that is missing."""
    setup = []
    for name in workspace.config.shadow.setup:
        path = workspace.path(name)
        try:
            setup.append((name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot read {path}, named by shadow.setup: {error}") from None
    return tuple(setup)


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal; "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
