"""Live: the database that is known to differ from its migrations, and the new migration on its structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from docgen.analysis.ddl.catalog import catalog_ddl
from docgen.analysis.ddl.script import SETTINGS, script
from docgen.analysis.ddl.statement import Form
from docgen.analysis.diff import diff
from docgen.analysis.level import Servers, level
from docgen.consolidation.proofs import run_all
from docgen.consolidation.study import Range, Study, history_tables, prepare
from docgen.model.catalog import Catalog
from docgen.model.consolidation import ProofResult
from docgen.model.migration import Migration
from docgen.model.snapshot import REPLAYER
from docgen.postgres.connect import OLDEST
from docgen.postgres.proof.observe import observe, run
from docgen.postgres.replay.shadow import open_shadow
from docgen.read.capture import live
from docgen.read.project import Project, live_url, read_snapshot


class Live(NamedTuple):
    """The live catalog and its server's major version, None where only the last build has seen it."""

    catalog: Catalog
    major: int | None


def read_live(project: Project, say: Callable[[str], None]) -> Live | None:
    """The live database, or that of the last build if it was made from a live one; None without either."""
    url = live_url(project.workspace)
    if url is not None:
        say("reading the live database")
        catalog, _, major = live(project, url)
        return Live(catalog, major)
    snapshot = read_snapshot(project.workspace)
    return Live(snapshot.catalog, None) if snapshot is not None and snapshot.origin == "live" else None


def on_the_live_structure(
    study: Study, range_: Range, source: str, there: Live, new: Sequence[Migration]
) -> ProofResult:
    """On a database with the live structure, without its rows, everything that the chain makes is there afterwards.

    What the live server's version cannot know, its catalog does not bring, and is not missed.
    """
    name = "on the live structure it makes what the chain makes"
    with open_shadow(study.options) as shadow:
        prepare(shadow, source, ())
        given = observe(shadow.url, history_tables(source)).catalog
        form = Form(idempotent=True, role=REPLAYER, given=given)
        text = f"{SETTINGS.format(local='')}\n\n{script(catalog_ddl(there.catalog, form))}"
        failures = run(shadow, text, "the live structure", transaction=False)
        failures += run_all(shadow, new)
        after = observe(shadow.url, history_tables(source)).catalog
    told = [f"line {one.line}: {one.message} ({one.statement})" for one in failures]
    servers = Servers(study.migrated.major, there.major or OLDEST)
    for change in diff(*level(study.expected.catalog, after, servers), given):
        if change.kind != "unexpected" and change.attribute not in ("columns", "column order"):
            said = f": {change.attribute} is {change.actual!r}, not {change.expected!r}" if change.attribute else ""
            told.append(f"{change.object_kind} {change.object} is {change.kind}{said}")
    return ProofResult(name=name, passed=not told, detail="\n".join(told[:12]))
