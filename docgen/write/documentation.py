"""The line from a project and its snapshot to the files of the docs folder; build and check both end here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from docgen.analysis import progress, provenance, recorded
from docgen.analysis.advisors import advisors
from docgen.analysis.applied import applied, pending
from docgen.analysis.conflicts import conflicts
from docgen.analysis.lineage.graph import Lineage
from docgen.analysis.personal.register import register
from docgen.analysis.replayed import held_against
from docgen.analysis.standing import standings
from docgen.analysis.status import Evidence, describe, pairs, status
from docgen.config.phase import Phase
from docgen.config.workspace import Workspace
from docgen.model import snapshot_file
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import NONE, CrossReferences
from docgen.model.portability import Portability
from docgen.model.snapshot import REPLAYER, Snapshot
from docgen.model.status import PhaseProgress, StatusWords
from docgen.read import linted, questions
from docgen.read.project import Project
from docgen.read.proof_verdicts import held
from docgen.render.document import Document
from docgen.render.environment import Environment, code_kind
from docgen.render.filters import count
from docgen.render.links import CHANGES
from docgen.render.map_data import map_data
from docgen.render.mkdocs_base import SitePart, mkdocs_base
from docgen.render.navigation import Entry, lists_every_page, navigation, titled
from docgen.render.own_templates import check_names
from docgen.render.pages import pages_but_relations
from docgen.render.relation_pages import relation_pages
from docgen.site.project import find_site
from docgen.site.project import prefix as site_prefix
from docgen.write.output import File, Files
from docgen.write.shares import Share
from docgen.write.template_cache import TemplateCache

_SHOWN_DRIFT = 5
MOMENTS = {"live": "on the live database", "after": "after the migrations"}


def document(
    project: Project,
    snapshot: Snapshot,
    crossing: CrossReferences = NONE,
    lineage: Callable[[], Lineage] | None = None,
) -> Document:
    """Everything that the pages say, worked out once; ``crossing`` is what of it other databases speak of.

    ``lineage`` gives that of the catalog where somebody follows it meanwhile, see ``early_lineage``.
    """
    config = project.workspace.config
    migrations = project.migrations.migrations
    touches = recorded.done(migrations, snapshot.replay)
    found = linted.findings(project)
    advice = advisors(snapshot.catalog, config.advisors.select, config.advisors.ignore)
    replayed = applied(migrations, snapshot.history) if snapshot.history else migrations
    clashes = held_against(conflicts(migrations), snapshot.replay, replayed, provenance.touches(migrations))
    proofs, ways_back = held(project.workspace, project.migrations, snapshot.replay)
    checks, tests = questions.checks(project.workspace, snapshot.catalog), questions.rls_tests(project.workspace)
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
        tested=ways_back,
        status=msgspec.structs.replace(
            status(config.components, snapshot.catalog, evidence), phases=_phases(config.phases, evidence, snapshot)
        ),
        checks=checks,
        rls_tests=tests,
        words=StatusWords(**msgspec.structs.asdict(config.status)),
        api_schemas=config.access.api_schemas,
        api_roles=config.access.api_roles,
        personal=register(snapshot.catalog, config.personal_data),
        move=_move(project, snapshot),
        notes=project.notes,
        token_budget=config.site.token_budget,
        cross_references=crossing,
        lineage=lineage() if lineage else None,
    )


def _move(project: Project, snapshot: Snapshot) -> Portability | None:
    wanted = project.workspace.config.export
    if wanted.target is None:
        return None
    from docgen.analysis.portability.report import portability

    role = REPLAYER if snapshot.origin == "migrations" else ""
    return portability(snapshot.catalog, project.migrations.migrations, role, wanted.target, wanted.major)


def _phases(phases: Sequence[Phase], evidence: Evidence, snapshot: Snapshot) -> tuple[PhaseProgress, ...]:
    done = progress.through(evidence.migrations, snapshot.history, evidence.pending, snapshot.replay)
    checks = [result for _, result in pairs(evidence.checks, evidence.check_results)]
    tests = [result for _, result in pairs(evidence.tests, evidence.test_results)]
    return progress.progress(phases, evidence.migrations, done, progress.passed(checks, tests))


def files(workspace: Workspace, content: Document) -> Files:
    """Gives, at each call, the files of one share of the docs folder, one by one."""
    if workspace.templates is not None:
        check_names(workspace.templates)
    environment = Environment(content, workspace.templates, TemplateCache(code_kind()))
    next(relation_pages(content, environment), None)  # what all pages look up is worked out once, before any share
    return lambda share: _files(workspace, content, environment, share)


def _files(workspace: Workspace, content: Document, environment: Environment, share: Share) -> Iterator[File]:
    if not share.number:
        yield from _single(workspace, content, environment)
    for path, text in relation_pages(content, environment, share.has):
        yield File(path, text.encode("utf-8", "backslashreplace"))


def _single(workspace: Workspace, content: Document, environment: Environment) -> Iterator[File]:
    """The files that are not parted among processes."""
    for path, text in pages_but_relations(content, environment):
        yield File(path, text.encode("utf-8", "backslashreplace"))
    if not workspace.database:
        part = SitePart(site_prefix(workspace), every_page=names_every_page(workspace, content.catalog))
        base = mkdocs_base(part.prefix, (part,), workspace.templates)
        yield File(base.path, base.text.encode())
    yield File(snapshot_file.FILE_NAME, partial(snapshot_file.encode, content.snapshot))


def names_every_page(workspace: Workspace, catalog: Catalog) -> bool:
    """Whether the navigation lists every page of a database."""
    tables = sum(relation.partition_of is None for relation in catalog.relations)
    return lists_every_page(workspace.config.site.navigation, tables)


def map_script(workspace: Workspace, catalog: Catalog, crossing: CrossReferences = NONE) -> bytes:
    """What the interactive map reads of ``catalog``, with the configured components and what leads elsewhere."""
    components = status(workspace.config.components, catalog, Evidence()).components
    return map_data(workspace.config.title, catalog, components, crossing).encode()


def write_navigation(workspace: Workspace, content: Document, paths: Iterable[str], *, check: bool = False) -> bool:
    """Bring the marked part of the site's mkdocs.yml up to date, or only look; whether it was out of date."""
    project = find_site(workspace)
    if project is None:
        return False
    from docgen.site.navigation import renew_navigation

    return bool(renew_navigation(project, navigation_entry(workspace, content, paths), check=check))


def navigation_entry(workspace: Workspace, content: Document, paths: Iterable[str]) -> Entry:
    """The part of the site's navigation that one database has."""
    title = content.title if workspace.database else "Database"
    entry = navigation(titled(paths, content), workspace.config.site.navigation, title)
    changes = (Entry("What changed", CHANGES),) if workspace.config.changes.wanted else ()
    return entry._replace(children=(*entry.children, *changes))


def errors(content: Document) -> list[str]:
    """What a team must know after a build, a few lines: failures, conflicts, drift, new lint errors."""
    replay = content.snapshot.replay
    first = replay.causes if replay else ()
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
    fresh = linted.new_errors(content.findings)
    if fresh:
        found = f"{count(len(fresh), 'new lint error')} in {count(len({one.file for one in fresh}), 'migration')}"
        lines.append(f"{found}: docgen lint shows them, docgen lint --write-baseline keeps them as known")
    return lines
