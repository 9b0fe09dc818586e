"""docgen build: regenerate the documentation from the live database or the migrations."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import click

from docgen.commands.options import Chosen, database_options, plain, shown, the_one

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.model.snapshot import Snapshot
    from docgen.read.capture import Origin
    from docgen.read.project import Project
    from docgen.render.document import Document
    from docgen.write.output import Outcome

Say = Callable[[str], None]


class Wishes(NamedTuple):
    """What was typed behind ``docgen build``."""

    origin: Origin = "auto"
    force: bool = False
    prune: bool = False
    reviewed: Collection[str] = ()
    strict: bool = False


class Taken(NamedTuple):
    """A project and the snapshot of its database."""

    project: Project
    snapshot: Snapshot
    intact: Future[bool]  # whether the pages of the last build are as it left them


@click.command("build")
@database_options
@click.option("--from", "origin", type=click.Choice(["auto", "live", "migrations"]), default="auto", show_default=True)
@click.option("--force", is_flag=True, help="Overwrite pages that were edited by hand.")
@click.option("--prune", is_flag=True, help="Remove the short pages that stand for dropped tables.")
@click.option("--reviewed", multiple=True, metavar="NOTE", help="This note was read again and still holds; repeatable.")
@click.option("--strict", is_flag=True, help="Exit 1 when conflicts, drift, failures or new lint errors were found.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    chosen: Chosen,
    origin: Origin,
    force: bool,
    prune: bool,
    reviewed: tuple[str, ...],
    strict: bool,
    quiet: bool,
) -> int:
    """Regenerate the documentation from the live database, or without one from the migrations.

    Writes only pages that changed and deletes only its own. What it finds, conflicts included, is on the pages
    and in the summary; the gates are docgen check and docgen site.

    \b
    docgen build                                           the live database where one is known, else the migrations
    docgen build --from migrations                         without any database
    docgen build --reviewed notes/tables/shop.orders.md    the note still holds
    """
    from docgen.write.shares import collector_at_rest

    if reviewed:
        the_one(chosen)  # a note is one database's
    with collector_at_rest():
        return run_build(chosen, Wishes(origin, force, prune, reviewed, strict), quiet=quiet)


def run_build(chosen: Chosen, wishes: Wishes, *, quiet: bool = False) -> int:
    """Build, and say what was done on standard error; the exit code."""

    def say(line: str) -> None:
        if not quiet:
            click.echo(plain(line), err=True)

    if chosen.several:
        from docgen.commands.build_several import build_several

        return build_several(chosen, wishes, say)
    return _build_one(chosen.databases[0], wishes, say)


def _build_one(workspace: Workspace, wishes: Wishes, say: Say) -> int:
    from docgen.write.build_cache import BuildCache
    from docgen.write.early_lineage import early_lineage
    from docgen.write.inputs import fingerprint, navigation_digest

    taken = take(workspace, wishes, say)
    cache = BuildCache(workspace.root, workspace.docs)
    key = fingerprint(taken.project, taken.snapshot)
    if not wishes.strict and cache.holds(key + navigation_digest(workspace)) and unchanged(taken, say):
        return 0
    taken.intact.result()  # a process is forked only when no thread may be importing anything
    with early_lineage(taken.snapshot.catalog) as lineage:
        from docgen.write import documentation

        content = documentation.document(taken.project, taken.snapshot, lineage=lineage)
    outcome = write(workspace, content, wishes)
    documentation.write_navigation(workspace, content, outcome.made)
    cache.keep(key + navigation_digest(workspace))
    summarise(workspace, outcome, content, say)
    return 1 if wishes.strict and documentation.errors(content) else 0


def take(workspace: Workspace, wishes: Wishes, say: Say) -> Taken:
    """The project and its database as they are now, with what outlives a build."""
    from docgen.manifest import read_manifest
    from docgen.read.capture import capture
    from docgen.read.project import read_project, read_remembered
    from docgen.write.build_cache import BuildCache
    from docgen.write.inputs import remember
    from docgen.write.output import intact

    # While the server answers: likely nothing changed, or all pages are made.
    aside = ThreadPoolExecutor(1)
    if BuildCache(workspace.root, workspace.docs).knows():
        whole = aside.submit(intact, workspace.docs)
    else:
        whole = aside.submit(_import_documentation)
    aside.shutdown(wait=False)
    project = read_project(workspace)
    manifest = read_manifest(workspace.docs, wishes.force)
    snapshot = remember(
        project,
        capture(project, wishes.origin, say),
        read_remembered(workspace, wishes.force),
        manifest.files,
        reviewed=wishes.reviewed,
        prune=wishes.prune,
    )
    return Taken(project, snapshot, whole)


def _import_documentation() -> bool:
    """What pages need takes as long to import as a small database to read."""
    importlib.import_module("docgen.write.documentation")
    return False


def unchanged(taken: Taken, say: Say) -> bool:
    """Whether the pages of a build that was made from the same are all there; then it is said."""
    from docgen.manifest import read_manifest

    docs = taken.project.workspace.docs
    if not taken.intact.result():
        return False
    say(f"{shown(docs)}: nothing changed ({len(read_manifest(docs).files)} files)")
    return True


def write(workspace: Workspace, content: Document, wishes: Wishes) -> Outcome:
    """Write the pages of one database."""
    from docgen.write import documentation
    from docgen.write.output import Mode, apply
    from docgen.write.shares import processes

    files = documentation.files(workspace, content)
    parts = processes(len(content.catalog.relations))
    return apply(workspace.docs, files, Mode.WRITE, force=wishes.force, parts=parts)


def summarise(workspace: Workspace, outcome: Outcome, content: Document, say: Say) -> None:
    """Say what was written and what was found."""
    from docgen.write import documentation

    counts = (
        (len(outcome.created), "created"),
        (len(outcome.changed), "changed"),
        (len(outcome.deleted), "deleted"),
        (outcome.unchanged, "unchanged"),
    )
    say(f"{shown(workspace.docs)}: " + ", ".join(f"{count} {word}" for count, word in counts if count))
    for path in outcome.kept:
        say(f"warning: {path} is no longer made, but was edited by hand: left alone")
    for line in documentation.errors(content):
        say(f"found: {line}")
