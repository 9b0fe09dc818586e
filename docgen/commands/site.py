"""docgen site: check, then build the site, or serve it and follow every change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from docgen.commands.options import Chosen, place_options, plain, shown
from docgen.config.workspace import Workspace
from docgen.errors import DocgenError, OutputError
from docgen.render.mkdocs_base import FILE_NAME
from docgen.site.assets import write_assets
from docgen.site.generator import build_site, serve_site
from docgen.site.links import broken_links
from docgen.site.navigation import missing_lines
from docgen.site.project import SiteProject, find_site

_SHOWN = 20


@click.command("site")
@click.option("--serve", is_flag=True, help="Serve the site here; rebuild on changed migrations, notes or templates.")
@click.option("--force", is_flag=True, help="Publish although pages are stale or migrations have errors.")
@place_options
def command(chosen: Chosen, serve: bool, force: bool) -> int:
    """Check, then build the site with mkdocs --strict.

    Stale pages or errors in migrations are not published: exit code 1. --force publishes all the same. The site always
    has all databases; --database checks, and with --serve rebuilds, only one.

    \b
    docgen site            check and build: what CI publishes
    docgen site --serve    look at it while you work
    """
    home = chosen.home
    project = _project(home)
    if not _is_fit(chosen, force):
        return 1
    _prepare(home)
    _warn_of_missing_lines(project)
    if serve:
        serve_site(project, _watched(chosen), lambda: _rebuild(chosen))
        return 0
    output = home.path(home.config.site.output)
    build_site(project, output)
    click.echo(f"The site is in {shown(output)}: open {shown(output / 'index.html')}, or serve it with")
    click.echo(f"  python -m http.server --directory {_quoted(shown(output))}")
    return 0


def _project(home: Workspace) -> SiteProject:
    project = find_site(home)
    if project is None:
        raise OutputError(
            f"no mkdocs.yml publishes {home.docs}",
            "Run docgen init: it shows and writes one beside docgen's configuration.",
        )
    if not (home.docs / FILE_NAME).is_file():
        raise OutputError(f"{home.docs} holds no documentation yet", "Run docgen build.")
    for one in home.databases:
        found = find_site(one)
        if found is None or found.configuration != project.configuration:
            raise OutputError(
                f"{project.configuration} does not publish {one.docs}", f"Give {one.database} a folder below docs_dir."
            )
    return project


def _prepare(home: Workspace) -> None:
    """Write what only the site has: its assets, and the pages of what changed."""
    from docgen.site.changes_page import write_changes_page

    write_assets(home.docs, _made(home))
    for workspace in home.databases or (home,):
        write_changes_page(workspace)


def _made(home: Workspace) -> Iterator[tuple[str, bytes]]:
    """What the site's scripts read of this project."""
    from docgen.render.map_data import file_name
    from docgen.write.databases import Databases
    from docgen.write.documentation import map_script

    databases = Databases(home)
    for workspace in home.databases or (home,):
        snapshot = databases.snapshot(workspace)
        if snapshot is not None:
            crossing = databases.crossing(workspace, snapshot.catalog)
            yield file_name(workspace.database), map_script(workspace, snapshot.catalog, crossing)


def _is_fit(chosen: Chosen, force: bool) -> bool:
    """Whether the documentation may be published; what speaks against it goes to standard error."""
    from docgen.commands.check import run_check

    status, summary = run_check(chosen)
    broken = broken_links([chosen.home.docs, *(one.docs for one in chosen.home.databases)])
    if not status and not broken:
        return True
    for line in (*_first(summary.splitlines(), "docgen check shows all"), *_first(broken, "of the same kind")):
        click.echo(plain(line), err=True)
    if force:
        click.secho("WARNING: --force: published in spite of all this", fg="red", bold=True, err=True)
        return True
    click.echo("error: not published until this is mended; --force publishes all the same.", err=True)
    return False


def _first(lines: list[str], rest: str) -> list[str]:
    """The lines, without those that nobody would read any more."""
    return [*lines[:_SHOWN], f"... {len(lines) - _SHOWN} more: {rest}"] if len(lines) > _SHOWN else lines


def _warn_of_missing_lines(project: SiteProject) -> None:
    lines = missing_lines(project)
    if lines:
        click.echo(
            f"hint: {project.configuration} lacks these lines, and so the site lacks a part:\n\n{lines}", err=True
        )


def _watched(chosen: Chosen) -> list[Path]:
    """The folders whose files decide what the pages say."""
    from docgen.read.project import read_migrations

    folders = []
    for workspace in chosen.databases:
        folders.append(workspace.notes)
        migrations = read_migrations(workspace).folder
        if migrations:
            folders.append(workspace.root / migrations)
        if workspace.templates:
            folders.append(workspace.templates)
    return folders


def _rebuild(chosen: Chosen) -> None:
    """Build the pages again; what stops it is said, and the server goes on with the last good pages."""
    from docgen.commands.build import Wishes, run_build

    try:
        run_build(chosen, Wishes())
        _prepare(chosen.home)
    except DocgenError as error:
        click.echo(f"error: {error.message}\nhint: {error.hint}", err=True)


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)
