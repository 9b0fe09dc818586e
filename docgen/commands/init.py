"""docgen init: look at a project and write docgen's configuration, shown before it is written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.commands.options import plain
from docgen.errors import ConfigError

if TYPE_CHECKING:
    from docgen.scaffold import Findings, Plan


@click.command("init")
@click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
@click.pass_context
def command(context: click.Context, directory: Path | None, yes: bool, dry_run: bool) -> int:
    """Look at a project and write docgen's configuration, the site's and that of CI.

    Shows every file before it is written. Files that exist stay as they are: what they lack is printed.

    \b
    docgen init --dry-run    only look
    docgen init              show the files, ask, write them
    """
    from docgen.read.project import LIBPQ
    from docgen.scaffold import look, plan, preview, write

    root = directory or Path(context.find_root().obj or ".")
    database = any(os.environ.get(name) for name in ("DATABASE_URL", *LIBPQ))
    found = look(root)
    todo = plan(found, database)
    _say_found(found, database)
    click.echo(plain(preview(todo.files)), nl=False)
    if todo.files and not dry_run and (yes or _agreed(len(todo.files))):
        written, existing = write(root, todo.files)
        _say(*(f"wrote {path}" for path in written), *(f"{path} exists: left as it is" for path in existing))
    elif todo.files:
        _say("nothing was written")
    _say_rest(todo)
    return 0


def _agreed(count: int) -> bool:
    try:
        return click.confirm(f"Write {'these' if count > 1 else 'this'} {count} file{'s' * (count > 1)}?", err=True)
    except click.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        raise ConfigError(
            "docgen init asks before it writes, and nobody is there to answer", "Run docgen init --yes, or --dry-run."
        ) from None


def _say_found(found: Findings, database: bool) -> None:
    _say(found.found)
    if found.trouble:
        _say(f"warning: {found.trouble}")
    if not found.folder and found.candidates:
        _say(
            f"warning: several folders hold migrations ({', '.join(found.candidates)}): set migrations in docgen.toml,"
            " or give each its own [[databases]]"
        )
    elif not found.folder and not database:
        _say("warning: there is no live database either: set migrations in docgen.toml, or DATABASE_URL")
    _say(f"Continuous integration: {found.ci or 'none was found, GitHub Actions is assumed'}.")


def _say_rest(todo: Plan) -> None:
    _say(*(f"{path} exists: left as it is" for path in todo.existing))
    for item in todo.by_hand:
        _say("", item.title, *(f"    {line}" for line in item.text.splitlines()))
    _say(
        "",
        "Next: docgen lint --write-baseline takes the findings of today as known: only new migrations must be clean.",
        "Then docgen build writes the pages, and docgen check says in CI when they are stale.",
    )


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(plain(line), err=True)
