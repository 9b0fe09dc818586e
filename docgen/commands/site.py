"""docgen site: check, then build the site, or serve it and follow every change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from docgen import site
from docgen.commands.options import open_workspace, plain, shown
from docgen.config.workspace import Workspace
from docgen.errors import DocgenError, OutputError
from docgen.render.mkdocs_base import FILE_NAME

_SHOWN = 20


@click.command("site")
@click.option("--serve", is_flag=True, help="Serve the site here; rebuild on changed migrations, notes or templates.")
@click.option("--force", is_flag=True, help="Publish although pages are stale or migrations have errors.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="The configuration.")
@click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR.")
@click.pass_context
def command(context: click.Context, serve: bool, force: bool, config_file: Path | None, directory: Path | None) -> int:
    """Check, then build the site with mkdocs --strict.

    Stale pages or errors in migrations are not published: exit code 1. --force publishes all the same.
    """
    workspace = open_workspace(context, config_file, directory, {})
    project = _project(workspace)
    if not _is_fit(workspace, force):
        return 1
    site.write_assets(workspace.docs, _made(workspace))
    _warn_of_missing_lines(project)
    if serve:
        site.serve(project, _watched(workspace), lambda: _rebuild(workspace))
        return 0
    output = workspace.path(workspace.config.site.output)
    site.build(project, output)
    click.echo(f"The site is in {shown(output)}: open {shown(output / 'index.html')}, or serve it with")
    click.echo(f"  python -m http.server --directory {_quoted(shown(output))}")
    return 0


def _project(workspace: Workspace) -> site.SiteProject:
    project = site.find_site(workspace)
    if project is None:
        raise OutputError(
            f"no mkdocs.yml publishes {workspace.docs}",
            "Run docgen init: it shows and writes one beside docgen's configuration.",
        )
    if not (workspace.docs / FILE_NAME).is_file():
        raise OutputError(f"{workspace.docs} holds no documentation yet", "Run docgen build.")
    return project


def _made(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """What the site's scripts read of this project."""
    from docgen.documentation import map_script
    from docgen.project import read_snapshot
    from docgen.render.map_data import FILE_NAME as MAP_DATA

    snapshot = read_snapshot(workspace)
    if snapshot is not None:
        yield MAP_DATA, map_script(workspace, snapshot.catalog)


def _is_fit(workspace: Workspace, force: bool) -> bool:
    """Whether the documentation may be published; what speaks against it goes to standard error."""
    from docgen.commands.check import run_check

    status, summary = run_check(workspace)
    broken = site.broken_links(workspace.docs)
    if not status and not broken:
        return True
    for line in (*_first(summary.splitlines(), "docgen check shows all"), *_first(broken, "of the same kind")):
        click.echo(plain(line), err=True)
    if force:
        click.secho("WARNING: --force: published in spite of all this", fg="red", bold=True, err=True)
        return True
    click.echo("error: not published. Run docgen build and mend the errors, or use --force.", err=True)
    return False


def _first(lines: list[str], rest: str) -> list[str]:
    """The lines, without those that nobody would read any more."""
    return [*lines[:_SHOWN], f"... {len(lines) - _SHOWN} more: {rest}"] if len(lines) > _SHOWN else lines


def _warn_of_missing_lines(project: site.SiteProject) -> None:
    lines = site.missing_lines(project)
    if lines:
        click.echo(
            f"hint: {project.configuration} lacks these lines, and so the site lacks a part:\n\n{lines}", err=True
        )


def _watched(workspace: Workspace) -> list[Path]:
    """The folders whose files decide what the pages say."""
    from docgen.project import read_migrations

    folders = [workspace.notes]
    migrations = read_migrations(workspace).folder
    if migrations:
        folders.append(workspace.root / migrations)
    if workspace.templates:
        folders.append(workspace.templates)
    return folders


def _rebuild(workspace: Workspace) -> None:
    """Build the pages again; what stops it is said, and the server goes on with the last good pages."""
    from docgen.commands.build import run_build

    try:
        run_build(workspace)
        site.write_assets(workspace.docs, _made(workspace))
    except DocgenError as error:
        click.echo(f"error: {error.message}\nhint: {error.hint}", err=True)


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
