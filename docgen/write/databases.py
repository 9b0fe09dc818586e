"""Several databases of one site: what they say of each other, and the files that they share."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from docgen.analysis.cross_references import Other, cross_references
from docgen.config.workspace import Neighbour, Workspace
from docgen.manifest import FILE_NAME as MANIFEST
from docgen.manifest import read_manifest
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import CrossReferences, OtherDatabase
from docgen.model.snapshot import Snapshot
from docgen.read.project import read_project, read_snapshot
from docgen.render.databases_page import Entry as DatabaseEntry
from docgen.render.databases_page import databases_pages, entry_of
from docgen.render.document import Document
from docgen.render.links import OVERVIEW
from docgen.render.mkdocs_base import SitePart, mkdocs_base
from docgen.render.navigation import Entry
from docgen.site.navigation import renew_navigation
from docgen.site.project import find_site
from docgen.site.project import prefix as site_prefix
from docgen.write import documentation
from docgen.write.output import File, Files, Mode, Outcome, apply
from docgen.write.shares import Share

_NAME_IN_URL = re.compile(r"^postgres(?:ql)?://[^/?#]*/([^/?#]+)")


class Part(NamedTuple):
    """What the shared files tell of one database."""

    entry: DatabaseEntry
    navigation: Entry | None  # None before its first build
    every_page: bool = True


class Databases:
    """The databases of one site: the snapshot of each, the last build's until there is a newer one."""

    def __init__(self, home: Workspace) -> None:
        self.home = home
        self._known: dict[str, Snapshot | None] = {}

    def know(self, workspace: Workspace, snapshot: Snapshot) -> None:
        """Take this as the snapshot of a database from now on."""
        self._known[workspace.database] = snapshot

    def snapshot(self, workspace: Workspace) -> Snapshot | None:
        """The snapshot of a database, None before its first build."""
        if workspace.database not in self._known:
            self._known[workspace.database] = read_snapshot(workspace)
        return self._known[workspace.database]

    def crossing(self, workspace: Workspace, catalog: Catalog) -> CrossReferences:
        """What goes from one database, as it is in ``catalog``, to the others, and from them to it."""
        others = {
            one.database: Other(other, _server_name(one.database, one.config.database_url), self._catalog(one))
            for one in self.home.databases
            for other in (_other(workspace, neighbour) for neighbour in workspace.neighbours)
            if other.name == one.database
        }
        own = _server_name(workspace.database, workspace.config.database_url)
        return cross_references(workspace.database, own, catalog, others, workspace.cross_references)

    def _catalog(self, workspace: Workspace) -> Catalog | None:
        snapshot = self.snapshot(workspace)
        return snapshot.catalog if snapshot else None

    def part(self, workspace: Workspace) -> Part:
        """What the shared files tell of a database as its last build left it."""
        snapshot = self.snapshot(workspace)
        if snapshot is None:
            return Part(self._named(workspace), None)
        project = read_project(workspace)
        now = msgspec.structs.replace(snapshot, migrations=project.digests())
        content = documentation.document(project, now, self.crossing(workspace, now.catalog))
        return self.part_of(workspace, content, [*read_manifest(workspace.docs).files])

    def part_of(self, workspace: Workspace, content: Document, paths: Sequence[str]) -> Part:
        """What the shared files tell of a database whose pages are ``paths``."""
        return Part(
            entry_of(content, self._named(workspace)),
            documentation.navigation_entry(workspace, content, paths),
            documentation.names_every_page(workspace, content.catalog),
        )

    def _named(self, workspace: Workspace) -> DatabaseEntry:
        return DatabaseEntry(
            name=workspace.database,
            title=workspace.config.title,
            folder=_way(self.home.docs, workspace.docs),
            description=workspace.config.description,
        )

    def write(self, parts: Sequence[Part], mode: Mode, *, force: bool = False, diffs: bool = False) -> Outcome:
        """Write or compare the files that all share; raises OutputError as ``apply`` does."""
        return apply(self.home.docs, self._files(parts), mode, force=force, diffs=diffs)

    def write_navigation(self, parts: Sequence[Part], *, check: bool = False) -> bool:
        """Bring the marked part of the site's mkdocs.yml up to date, or only look; whether it was out of date."""
        project = find_site(self.home)
        if project is None:
            return False
        sections = tuple(_below(part.navigation, part.entry.folder) for part in parts if part.navigation)
        entry = Entry(self.home.config.title, children=(Entry("", OVERVIEW), *sections))
        return bool(renew_navigation(project, entry, check=check))

    def strangers(self) -> list[Path]:
        """Folders beside the databases' that hold docgen's pages of none of them, as after a name was changed."""
        known = {one.docs.resolve() for one in self.home.databases}
        return sorted(
            path.parent for path in self.home.docs.glob(f"*/{MANIFEST}") if path.parent.resolve() not in known
        )

    def _files(self, parts: Sequence[Part]) -> Files:
        def files(share: Share) -> Iterator[File]:
            entries = [part.entry for part in parts]
            for page in databases_pages(self.home.config, entries, self.home.templates):
                yield File(page.path, page.text.encode("utf-8", "backslashreplace"))
            prefix = site_prefix(self.home)
            folders = [SitePart(_joined(prefix, part.entry.folder), part.every_page) for part in parts]
            base = mkdocs_base(prefix, folders, self.home.templates)
            yield File(base.path, base.text.encode())

        return files


def _below(entry: Entry, folder: str) -> Entry:
    """The entry with its paths as they are seen from the folder that ``folder`` starts at."""
    path = _joined(folder, entry.path) if entry.path else ""
    return Entry(entry.title, path, tuple(_below(one, folder) for one in entry.children))


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _other(workspace: Workspace, neighbour: Neighbour) -> OtherDatabase:
    return OtherDatabase(name=neighbour.name, title=neighbour.title, folder=_way(workspace.docs, neighbour.docs))


def _way(start: Path, end: Path) -> str:
    return os.path.relpath(end.resolve(), start.resolve()).replace(os.sep, "/")


def _server_name(name: str, url: str | None) -> str:
    """How a server calls a database: as its URL says where that is written out, else by its name here."""
    found = _NAME_IN_URL.match(url or "")
    return found[1] if found and "$" not in found[1] else name
