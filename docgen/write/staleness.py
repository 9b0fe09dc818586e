"""Staleness: how the committed documentation differs from the project, said in the terms of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from docgen.config.workspace import Workspace
from docgen.manifest import read_manifest
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import NONE, CrossReferences
from docgen.model.finding import Finding
from docgen.model.migration import file_name
from docgen.model.snapshot import Snapshot
from docgen.read import linted
from docgen.read.project import Project, live_url, no_live_database, read_project, read_snapshot
from docgen.write.build_cache import BuildCache
from docgen.write.early_lineage import early_lineage
from docgen.write.inputs import fingerprint, navigation_digest, remember
from docgen.write.output import Mode, Outcome, apply, intact
from docgen.write.shares import processes

if TYPE_CHECKING:
    from docgen.analysis.proved import Proved
    from docgen.analysis.tested import Tested
    from docgen.render.document import Document

_NAMED = 5  # migrations that a remark names, the newest
Server = Literal["", "live", "replay"]
NAVIGATION = "the navigation in mkdocs.yml is not that of the pages"


class Verdict(msgspec.Struct, frozen=True):
    """What a check found. ``reasons``: why the pages are stale, one sentence each, in the terms of the schema."""

    docs: str
    reasons: tuple[str, ...] = ()
    outcome: Outcome = Outcome()
    findings: tuple[Finding, ...] = ()  # of severity error and not in the baseline
    remarks: tuple[str, ...] = ()  # what is worth knowing and makes nothing stale

    @property
    def stale(self) -> bool:
        """Whether docgen build would change anything."""
        return bool(self.reasons) or self.outcome.stale

    @property
    def failed(self) -> bool:
        """Whether a gate closes."""
        return self.stale or bool(self.findings)


class Rendered(NamedTuple):
    """What a check found of one database, and what it rendered for that; None where there is no snapshot."""

    verdict: Verdict
    content: Document | None


def examine(workspace: Workspace, server: Server = "", *, diffs: bool = False) -> Verdict:
    """What is stale of the only database of a site; see ``examine_pages``.

    Where pages, inputs and docgen are those of the last build or check on this machine, that one's answer holds.
    """
    cache = BuildCache(workspace.root, workspace.docs)
    project, snapshot = read_project(workspace), read_snapshot(workspace)
    if not server and cache.knows() and cache.holds(_key(project, snapshot)) and intact(workspace.docs):
        return _as_before(project, snapshot)
    verdict, content = examine_pages(project, snapshot, server, diffs=diffs)
    if content is None:
        return verdict
    from docgen.write import documentation

    if documentation.write_navigation(workspace, content, verdict.outcome.made, check=True):
        return msgspec.structs.replace(verdict, reasons=(*verdict.reasons, NAVIGATION))
    if not verdict.stale:
        cache.keep(_key(project, snapshot))
    return verdict


def _key(project: Project, snapshot: Snapshot | None) -> str:
    """Stands for all that the pages and the navigation should be made from; "" where there is no snapshot."""
    if snapshot is None:
        return ""
    return fingerprint(project, _now(project, snapshot)) + navigation_digest(project.workspace)


def _now(project: Project, snapshot: Snapshot) -> Snapshot:
    """The snapshot as a build would write it if the database were the same."""
    return msgspec.structs.replace(remember(project, snapshot, snapshot, ()), migrations=project.digests())


def _as_before(project: Project, snapshot: Snapshot | None) -> Verdict:
    """The verdict on pages that are as they should be: what the linter and the record of proofs say."""
    workspace = project.workspace
    whole = Outcome(made=tuple(sorted(read_manifest(workspace.docs).files)))
    if not project.migrations.migrations:
        return Verdict(workspace.config.docs, outcome=whole)
    from docgen.read.proof_verdicts import held

    errors = linted.new_errors(linted.findings(project))
    kept = held(workspace, project.migrations, snapshot.replay if snapshot else None)
    remarks = tuple(proof_remarks(*kept))
    return Verdict(workspace.config.docs, outcome=whole, findings=errors, remarks=remarks)


def examine_pages(
    project: Project,
    snapshot: Snapshot | None,
    server: Server = "",
    crossing: Callable[[Catalog], CrossReferences] = lambda _: NONE,
    *,
    diffs: bool = False,
) -> Rendered:
    """Compare pages, snapshot and migrations, and with ``server`` the snapshot with what is there now.

    ``crossing`` gives what the other databases of a site say of this one.

    Needs no database unless ``server`` asks for one. Raises ConfigError when ``live`` is asked for and no
    database is configured; SourceError, OutputError and DatabaseError as the reading does.
    """
    workspace = project.workspace
    docs = workspace.config.docs
    if snapshot is None:
        fresh = linted.new_errors(linted.findings(project))
        return Rendered(Verdict(docs, ("there is no documentation yet",), findings=fresh), None)
    now = _now(project, snapshot)
    with early_lineage(now.catalog) as lineage:
        from docgen.write import documentation

        reasons = [*_migrations(project, snapshot), *_server(project, snapshot, server), *_notes(snapshot, now)]
        content = documentation.document(project, now, crossing(now.catalog), lineage)
    parts = processes(len(snapshot.catalog.relations))
    outcome = apply(workspace.docs, documentation.files(workspace, content), Mode.CHECK, diffs=diffs, parts=parts)
    errors = linted.new_errors(content.findings)
    remarks = tuple(proof_remarks(content.proved, content.tested))
    return Rendered(Verdict(docs, tuple(reasons), outcome, errors, remarks), content)


def proof_remarks(proved: Proved, tested: Tested) -> Iterator[str]:
    """What the record of proofs lacks, one sentence each."""
    yield from _lacking("docgen prove", proved.outdated, proved.unproved)
    yield from _lacking("docgen prove --down", tested.outdated, tested.untested)


def _lacking(command: str, outdated: Sequence[str], missing: Sequence[str]) -> Iterator[str]:
    for what, paths in (("no longer belong to their files", outdated), ("are missing", missing)):
        if paths:
            names = ", ".join(file_name(path) for path in paths[-_NAMED:])
            more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
            yield f"verdicts of {command} that {what}: {names}{more}; {command} --record renews them"


def _migrations(project: Project, snapshot: Snapshot) -> list[str]:
    """What new, changed and vanished migrations did that the pages do not show."""
    from docgen.analysis import deeds
    from docgen.analysis.provenance import touches

    known = {one.path: one.digest for one in snapshot.migrations}
    files = project.migrations.migrations
    fresh = tuple(one for one in files if known.get(one.path) != one.digest)
    every = touches(files) if fresh else ()
    paths = {one.path for one in fresh}
    said = list(deeds.undocumented([one for one in every if one.path in paths], snapshot.catalog, every))
    named = {file_name(one.path) for one in fresh if any(file_name(one.path) in line for line in said)}
    for one in fresh:
        if file_name(one.path) not in named:
            word = "changed since" if one.path in known else "is new since"
            said.append(f"{file_name(one.path)} {word} the last build")
    there = {one.path for one in files}
    return said + [f"{file_name(path)} is gone since the last build" for path in known if path not in there]


def _server(project: Project, snapshot: Snapshot, server: Server) -> list[str]:
    if not server:
        return []
    from docgen.analysis.diff import diff
    from docgen.analysis.status import describe

    now = _catalog_now(project, server)
    return [f"{describe(change)[:-1]}, compared with the documentation" for change in diff(snapshot.catalog, now)]


def _catalog_now(project: Project, server: Server) -> Catalog:
    if server == "replay":
        from docgen.read.replaying import replayed

        return replayed(project, _silent)[0]
    from docgen.read.capture import live

    url = live_url(project.workspace)
    if url is None:
        raise no_live_database(project.workspace)
    return live(project, url)[0]


def _silent(_line: str) -> None:
    """A check tells its verdict alone."""


def _notes(before: Snapshot, now: Snapshot) -> list[str]:
    known = {note.path: note.digest for note in before.notes}
    current = {note.path: note.digest for note in now.notes}
    changed = sorted(path for path, digest in current.items() if known.get(path) != digest)
    return [f"the note {path} was written since the last build" for path in changed] + [
        f"the note {path} is gone since the last build" for path in sorted(known) if path not in current
    ]
