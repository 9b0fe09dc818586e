"""The line from a project and its snapshot to the files of the docs folder; build and check both end here."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from docgen import __version__, health, proof_record, site
from docgen.analysis import notes, progress, provenance, recorded
from docgen.analysis.advisors import advisors
from docgen.analysis.applied import applied, pending
from docgen.analysis.conflicts import conflicts
from docgen.analysis.personal.register import register
from docgen.analysis.portability.report import portability
from docgen.analysis.proved import proved
from docgen.analysis.replayed import held_against
from docgen.analysis.standing import first_seen, standings
from docgen.analysis.status import Evidence, describe, pairs, status
from docgen.config.phase import Phase
from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.lint import baseline
from docgen.lint.run import LintOptions, lint
from docgen.model import snapshot_file
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import NONE, CrossReferences
from docgen.model.finding import Finding
from docgen.model.portability import Portability
from docgen.model.snapshot import REPLAYER, DroppedPage, Snapshot
from docgen.model.status import PhaseProgress, StatusWords
from docgen.output import File, Files
from docgen.project import Project, digest_of_file
from docgen.render.document import Document
from docgen.render.environment import Environment, default_templates
from docgen.render.links import CHANGES, page_path
from docgen.render.map_data import map_data
from docgen.render.mkdocs_base import SitePart, mkdocs_base
from docgen.render.navigation import Entry, lists_every_page, navigation, titled
from docgen.render.pages import pages_of
from docgen.render.relation_pages import relation_pages
from docgen.render.reviews import described
from docgen.shares import Share

_SHOWN_DRIFT = 5
MOMENTS = {"live": "on the live database", "after": "after the migrations"}


def findings(project: Project) -> tuple[Finding, ...]:
    """What the linter says of the project's migrations; what the baseline holds is marked as known."""
    workspace = project.workspace
    found = lint(project.migrations.migrations, lint_options(workspace))
    return baseline.mark(found, baseline.read(workspace.path(workspace.config.lint.baseline)))


def lint_options(workspace: Workspace) -> LintOptions:
    """Which rules the configuration wants, and how severe."""
    config = workspace.config.lint
    return LintOptions(select=config.select, ignore=config.ignore, severity=dict(config.severity))


def new_errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that close the gate: errors that the baseline does not hold."""
    return tuple(one for one in found if one.severity == "error" and not one.known)


def document(project: Project, snapshot: Snapshot, crossing: CrossReferences = NONE) -> Document:
    """Everything that the pages say, worked out once; ``crossing`` is what of it other databases speak of."""
    config = project.workspace.config
    migrations = project.migrations.migrations
    touches = recorded.done(migrations, snapshot.replay)
    found = findings(project)
    advice = advisors(snapshot.catalog, config.advisors.select, config.advisors.ignore)
    replayed = applied(migrations, snapshot.history) if snapshot.history else migrations
    clashes = held_against(conflicts(migrations), snapshot.replay, replayed, provenance.touches(migrations))
    kept = proof_record.read_record(project.workspace)
    proofs = proved(kept, migrations, proof_record.ground(project.workspace, project.migrations.source))
    checks, tests = health.checks(project.workspace, snapshot.catalog), health.rls_tests(project.workspace)
    evidence = Evidence(
        migrations=migrations,
        touches=touches,
        findings=found,
        proofs=tuple(proofs.verdicts.values()),
        advice=advice,
        conflicts=clashes,
        drift=snapshot.drift,
        pending=pending(migrations, snapshot.history),
        replay=snapshot.replay,
        checks=checks,
        check_results=snapshot.checks,
        tests=tests,
        test_results=snapshot.rls_tests,
    )
    return Document(
        title=config.title,
        database=project.workspace.database,
        home=project.workspace.way_home,
        description=config.description,
        snapshot=snapshot,
        source=project.migrations.source,
        folder=project.migrations.folder,
        migrations=migrations,
        standings=standings(migrations, snapshot.history, snapshot.seen, project.migrations.unread),
        touches=touches,
        findings=found,
        advice=advice,
        conflicts=clashes,
        proved=proofs,
        status=msgspec.structs.replace(
            status(config.components, snapshot.catalog, evidence), phases=_phases(config.phases, evidence, snapshot)
        ),
        checks=checks,
        rls_tests=tests,
        words=StatusWords(**config.status.model_dump()),
        api_schemas=config.access.api_schemas,
        api_roles=config.access.api_roles,
        personal=register(snapshot.catalog, config.personal_data),
        move=_move(project, snapshot),
        notes=project.notes,
        token_budget=config.site.token_budget,
        cross_references=crossing,
    )


def _move(project: Project, snapshot: Snapshot) -> Portability | None:
    wanted = project.workspace.config.export
    if wanted.target is None:
        return None
    role = REPLAYER if snapshot.origin == "migrations" else ""
    return portability(snapshot.catalog, project.migrations.migrations, role, wanted.target, wanted.major)


def _phases(phases: Sequence[Phase], evidence: Evidence, snapshot: Snapshot) -> tuple[PhaseProgress, ...]:
    done = progress.through(evidence.migrations, snapshot.history, evidence.pending, snapshot.replay)
    checks = [result for _, result in pairs(evidence.checks, evidence.check_results)]
    tests = [result for _, result in pairs(evidence.tests, evidence.test_results)]
    return progress.progress(phases, evidence.migrations, done, progress.passed(checks, tests))


def files(workspace: Workspace, content: Document) -> Files:
    """Gives, at each call, the files of one share of the docs folder, one by one."""
    environment = Environment(content, workspace.templates)
    next(relation_pages(content, environment), None)  # what all pages look up is worked out once, before any share
    return lambda share: _files(workspace, content, environment, share)


def _files(workspace: Workspace, content: Document, environment: Environment, share: Share) -> Iterator[File]:
    for path, text in pages_of(content, environment, share.has):
        yield File(path, text.encode("utf-8", "backslashreplace"))
    if share.number:
        return
    if not workspace.database:
        part = SitePart(site.prefix(workspace), every_page=names_every_page(workspace, content.catalog))
        base = mkdocs_base(part.prefix, (part,), workspace.templates)
        yield File(base.path, base.text.encode())
    yield File(snapshot_file.FILE_NAME, partial(snapshot_file.encode, content.snapshot))


def names_every_page(workspace: Workspace, catalog: Catalog) -> bool:
    """Whether the navigation lists every page of a database."""
    tables = sum(relation.partition_of is None for relation in catalog.relations)
    return lists_every_page(workspace.config.site.navigation, tables)


def map_script(workspace: Workspace, catalog: Catalog) -> bytes:
    """What the interactive map reads of ``catalog``, with the configured components."""
    components = status(workspace.config.components, catalog, Evidence()).components
    return map_data(workspace.config.title, catalog, components).encode()


def write_navigation(workspace: Workspace, content: Document, paths: Iterable[str], *, check: bool = False) -> bool:
    """Bring the marked part of the site's mkdocs.yml up to date, or only look; whether it was out of date."""
    project = site.find_site(workspace)
    if project is None:
        return False
    return bool(site.write_navigation(project, navigation_entry(workspace, content, paths), check=check))


def navigation_entry(workspace: Workspace, content: Document, paths: Iterable[str]) -> Entry:
    """The part of the site's navigation that one database has."""
    title = content.title if workspace.database else "Database"
    entry = navigation(titled(paths, content), workspace.config.site.navigation, title)
    changes = (Entry("What changed", CHANGES),) if workspace.config.changes.wanted else ()
    return entry._replace(children=(*entry.children, *changes))


def navigation_digest(workspace: Workspace) -> str:
    """The digest of the site's mkdocs.yml, part of which docgen writes; "" without one."""
    project = site.find_site(workspace)
    return digest_of_file(project.configuration) if project else ""


def errors(content: Document) -> list[str]:
    """What a team must know after a build, a few lines: failures, conflicts, drift, new lint errors."""
    replay = content.snapshot.replay
    first = [one for one in (replay.failures if replay else ()) if not one.cause]
    lines = [f"{one.path}:{one.line}: fails on an empty server: {one.message} ({one.sqlstate})" for one in first]
    followers = len(replay.failures) - len(first) if replay else 0
    if followers:
        lines.append(f"{followers} more statements failed because of these")
    lines += [f"{one.second[0]}:{one.second[1]}: {one.kind}: {one.object}" for one in content.conflicts]
    drift = [one for one in content.snapshot.drift or () if one.attribute not in ("owner", "grants")]
    lines += [describe(change) for change in drift[:_SHOWN_DRIFT]]
    if len(drift) > _SHOWN_DRIFT:
        lines.append(
            f"{len(drift) - _SHOWN_DRIFT} more differences from the migrations: see migrations/current-state.md"
        )
    lines += [
        f"component {one.name}: no table is called like {pattern}"
        for one in content.status.components
        for pattern in one.unmatched
    ]
    lines += [
        f"check {check.name} fails {MOMENTS[result.moment]}: {result.said}"
        for check, result in pairs(content.checks, content.snapshot.checks)
        if result.outcome == "failed"
    ]
    lines += [
        f"test {test.name} fails: {result.said or next(one.said for one in result.trials if not one.passed)}"
        for test, result in pairs(content.rls_tests, content.snapshot.rls_tests)
        if not result.passed
    ]
    lines += [f"personal_data: no column is called like {pattern}" for pattern in content.personal.unmatched]
    lines += content.cross_references.faults
    fresh = new_errors(content.findings)
    if fresh:
        count = f"{len(fresh)} new lint errors in {len({one.file for one in fresh})} migrations"
        lines.append(f"{count}: docgen lint shows them, docgen lint --write-baseline keeps them as known")
    return lines


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


def fingerprint(project: Project, snapshot: Snapshot, crossing: CrossReferences = NONE) -> str:
    """One digest of all that the pages are made from: equal digests, equal pages."""
    workspace = project.workspace
    total = hashlib.blake2b(digest_size=16)
    folders = [default_templates(), *([workspace.templates] if workspace.templates else [])]
    parts: list[bytes] = [__version__.encode(), workspace.config.model_dump_json().encode()]
    parts += [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.j2"))]
    parts += [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py"))]
    known = workspace.path(workspace.config.lint.baseline)
    parts += [msgspec.json.encode(proof_record.read_record(workspace))]
    parts += [proof_record.ground(workspace, project.migrations.source).encode()]
    parts += [known.read_bytes() if known.is_file() else b"", site.prefix(workspace).encode()]
    parts += [msgspec.json.encode(sorted(project.notes.items())), msgspec.json.encode(project.migrations)]
    parts.append(msgspec.json.encode(crossing))
    for part in parts:
        total.update(b"%d:" % len(part))
        total.update(part)
    for piece in snapshot_file.encode(snapshot):
        total.update(piece)
    return total.hexdigest()


def _heading(text: str) -> str:
    return next((line[2:] for line in text.split("\n", 12) if line.startswith("# ")), "")


def _heading_of(path: Path) -> str:
    try:
        return _heading(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return path.stem
