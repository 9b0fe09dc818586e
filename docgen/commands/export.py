"""docgen export: the schema as SQL for its next home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.commands.options import plain, shown, workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace


@click.group("export")
def command() -> None:
    """Write the schema for another server."""


@command.command("schema")
@workspace_options
@click.option("--live", "origin", flag_value="live", help="The live database's, not that of the migrations.")
@click.option("--snapshot", "origin", flag_value="snapshot", help="The last build's, without a database.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE; default: standard output.")
@click.option("--idempotent", is_flag=True, help="Each statement in a form that may be run again.")
@click.option("--no-owner", is_flag=True, help="Leave out who owns what.")
def schema(workspace: Workspace, origin: str | None, output: Path | None, idempotent: bool, no_owner: bool) -> int:
    """Write the schema as ordered, clean SQL: what the migrations make, or what a database holds.

    Loaded into an empty database it gives the same schema again. It holds no rows, no passwords and no casts,
    operators or text search objects. Exit 1 when statements of the migrations failed, so that something is missing.
    """
    from docgen.analysis.ddl.export import export
    from docgen.atomic import write_whole
    from docgen.schema_source import schema_source

    found = schema_source(workspace, origin or "migrations", lambda line: click.echo(plain(line), err=True))
    text = export(found.catalog, found.role, idempotent=idempotent, owners=not no_owner)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{shown(output)}: written", err=True)
    for failure in found.failures:
        click.echo(plain(f"warning: {failure.path}:{failure.line} failed: {failure.message}"), err=True)
    return 1 if found.failures else 0
