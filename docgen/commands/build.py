"""docgen build: regenerate the documentation from the live database or the migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.commands.options import plain, shown, workspace_options

if TYPE_CHECKING:
    from docgen.capture import Origin
    from docgen.config.workspace import Workspace
    from docgen.output import Outcome
    from docgen.render.document import Document


@click.command("build")
@workspace_options
@click.option("--from", "origin", type=click.Choice(["auto", "live", "migrations"]), default="auto", show_default=True)
@click.option("--force", is_flag=True, help="Overwrite pages that were edited by hand.")
@click.option("--prune", is_flag=True, help="Remove the short pages that stand for dropped tables.")
@click.option("--reviewed", multiple=True, metavar="NOTE", help="This note was read again and still holds; repeatable.")
@click.option("--strict", is_flag=True, help="Exit 1 when conflicts, drift, failures or new lint errors were found.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    workspace: Workspace,
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
    """
    from docgen.shares import collector_at_rest

    with collector_at_rest():
        return run_build(workspace, origin, force=force, prune=prune, reviewed=reviewed, strict=strict, quiet=quiet)


def run_build(
    workspace: Workspace,
    origin: Origin = "auto",
    *,
    force: bool = False,
    prune: bool = False,
    reviewed: tuple[str, ...] = (),
    strict: bool = False,
    quiet: bool = False,
) -> int:
    """Build, and say what was done on standard error; the exit code."""
    from docgen import documentation
    from docgen.build_cache import BuildCache
    from docgen.capture import capture
    from docgen.manifest import read_manifest
    from docgen.output import Mode, apply, intact
    from docgen.project import read_project, read_remembered
    from docgen.shares import processes

    def say(line: str) -> None:
        if not quiet:
            click.echo(plain(line), err=True)

    project = read_project(workspace)
    manifest = read_manifest(workspace.docs)
    snapshot = documentation.remember(
        project,
        capture(project, origin, say),
        read_remembered(workspace),
        manifest.files,
        reviewed=reviewed,
        prune=prune,
    )
    cache = BuildCache(workspace.root, workspace.docs)
    key = documentation.fingerprint(project, snapshot)
    if not strict and cache.holds(key + documentation.navigation_digest(workspace)) and intact(workspace.docs):
        say(f"{shown(workspace.docs)}: nothing changed ({len(manifest.files)} files)")
        return 0
    content = documentation.document(project, snapshot)
    files = documentation.files(workspace, content)
    parts = processes(len(content.catalog.relations))
    outcome = apply(workspace.docs, files, Mode.WRITE, force=force, parts=parts)
    documentation.write_navigation(workspace, content, outcome.made)
    cache.keep(key + documentation.navigation_digest(workspace))
    _summarise(workspace, outcome, content, say)
    return 1 if strict and documentation.errors(content) else 0


def _summarise(workspace: Workspace, outcome: Outcome, content: Document, say: object) -> None:
    from docgen import documentation

    assert callable(say)
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
