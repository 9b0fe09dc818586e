"""docgen drift: say how the live database differs from what the migrations make, and where that comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from docgen.commands.options import Chosen, database_options, plain

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace

Format = Literal["text", "json", "markdown"]


@click.command("drift")
@database_options
@click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Do not say what goes on.")
def command(chosen: Chosen, style: Format, quiet: bool) -> int:
    """Say how the live database differs from what the migrations make.

    The migrations that the database says it has are replayed on a scratch server; the live database is only read.
    Exit code 1 when anything differs. [drift] in the configuration says what may differ.

    \b
    docgen drift                                      the database of the configuration, or of DATABASE_URL
    docgen drift --database-url service=production    that of this name in pg_service.conf
    """
    from docgen.commands.each import for_each
    from docgen.read.comparison import compare
    from docgen.read.project import read_project
    from docgen.render.drift_markdown import drift_markdown
    from docgen.reporters import drift_json, drift_text

    def say(line: str) -> None:
        if not quiet:
            click.echo(plain(line), err=True)

    reports = {"text": drift_text.report, "json": drift_json.report, "markdown": drift_markdown}

    def one(workspace: Workspace) -> tuple[int, str]:
        found = compare(read_project(workspace), say)
        return int(bool(found.deviations)), reports[style](found)

    return for_each(chosen, style, one)
