"""Inputs: what pages are made from: what of it outlives a build, and one digest of it all.

It imports nothing that renders, so that a build and a check that find nothing changed end soon.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from docgen import __version__
from docgen.analysis import notes
from docgen.analysis.standing import first_seen
from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.model import snapshot_file
from docgen.model.cross_reference import NONE, CrossReferences
from docgen.model.snapshot import DroppedPage, Snapshot
from docgen.read import proof_record
from docgen.read.project import Project, digest_of_file
from docgen.render.links import page_path
from docgen.render.own_templates import default_templates
from docgen.render.reviews import described
from docgen.site.project import find_site, prefix


def remember(
    project: Project,
    snapshot: Snapshot,
    before: Snapshot | None,
    owned: Iterable[str],
    *,
    reviewed: Collection[str] = (),
    prune: bool = False,
) -> Snapshot:
    """The snapshot with what outlives a build: the notes as they were last read, the pages of what is gone.

    ``owned``: the files that docgen wrote in the last build. A note in ``reviewed`` counts as read again;
    ``prune`` forgets the pages of what is gone. Raises ConfigError for a reviewed note that does not exist.
    """
    for path in reviewed:
        if path not in project.notes:
            near = ", ".join(difflib.get_close_matches(path, project.notes, 3)) or "none"
            raise ConfigError(f"no note {path} in {project.workspace.notes}", f"Notes with a name like it: {near}.")
    remembered = [note for note in (before.notes if before is not None else ()) if note.path not in reviewed]
    records = notes.records(project.notes, described(project.notes, snapshot.catalog), remembered)
    known = before.seen if before is not None else ()
    snapshot = msgspec.structs.replace(
        snapshot, seen=first_seen(project.migrations.migrations, snapshot.history, known)
    )
    if prune:
        return msgspec.structs.replace(snapshot, notes=records)
    there = {page_path("relation", relation.id) for relation in snapshot.catalog.relations}
    gone = {page.path: page for page in (before.dropped if before is not None else ()) if page.path not in there}
    for path in owned:
        if path.startswith("tables/") and path not in there and path not in gone:
            gone[path] = DroppedPage(path=path, title=_heading_of(project.workspace.docs / path))
    return msgspec.structs.replace(snapshot, notes=records, dropped=tuple(gone[path] for path in sorted(gone)))


def navigation_digest(workspace: Workspace) -> str:
    """The digest of the site's mkdocs.yml, part of which docgen writes; "" without one."""
    project = find_site(workspace)
    return digest_of_file(project.configuration) if project else ""


def fingerprint(project: Project, snapshot: Snapshot, crossing: CrossReferences = NONE) -> str:
    """One digest of all that the pages are made from: equal digests, equal pages."""
    workspace = project.workspace
    total = hashlib.blake2b(digest_size=16)
    parts: list[bytes] = [__version__.encode(), msgspec.json.encode(workspace.config)]
    for folder, ending in (
        (default_templates(), ".j2"),
        (workspace.templates, ".j2"),
        (Path(__file__).parent.parent, ".py"),
    ):
        parts += _contents(folder, ending) if folder else []
    parts += [msgspec.json.encode(proof_record.read_record(workspace))]
    parts += [proof_record.ground(workspace, project.migrations.source).encode()]
    named = [workspace.config.lint.baseline, *(one.seed_file for one in workspace.config.rls_tests if one.seed_file)]
    parts += [path.read_bytes() if path.is_file() else b"" for path in map(workspace.path, named)]
    parts.append(prefix(workspace).encode())
    parts += [msgspec.json.encode(sorted(project.notes.items())), msgspec.json.encode(project.migrations)]
    parts.append(msgspec.json.encode(crossing))
    for part in parts:
        total.update(b"%d:" % len(part))
        total.update(part)
    for piece in snapshot_file.encode(snapshot):
        total.update(piece)
    return total.hexdigest()


def _contents(top: Path, ending: str) -> Iterator[bytes]:
    """What is in the files below a folder, always in the same order."""
    for folder, below, names in os.walk(top):
        below.sort()
        for name in sorted(names):
            if name.endswith(ending):
                with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 (hundreds, for every build)
                    yield file.read()


def _heading(text: str) -> str:
    return next((line[2:] for line in text.split("\n", 12) if line.startswith("# ")), "")


def _heading_of(path: Path) -> str:
    try:
        return _heading(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return path.stem
