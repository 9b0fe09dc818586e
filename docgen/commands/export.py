"""docgen export: the schema as SQL for its next home, or in the format of another tool."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.commands.export_report import report
from docgen.commands.options import plain, shown, workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.model.migration import ReplayFailure


@click.group("export")
def command() -> None:
    """Write the schema for another server or another tool.

    \b
    docgen export schema --snapshot --output schema.sql    the last build's, without a database
    docgen export report --target rds                      what does not travel to Amazon RDS
    docgen export dbml --output schema.dbml
    """


@command.command("schema")
@workspace_options
@click.option("--live", "origin", flag_value="live", help="The live database's, not that of the migrations.")
@click.option("--snapshot", "origin", flag_value="snapshot", help="The last build's, without a database.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE; default: standard output.")
@click.option("--idempotent", is_flag=True, help="Each statement in a form that may be run again.")
@click.option("--no-owner", is_flag=True, help="Leave out who owns what.")
def schema(workspace: Workspace, origin: str | None, output: Path | None, idempotent: bool, no_owner: bool) -> int:
    """Write the schema as ordered, clean SQL: what the migrations make, or what a database holds.

    Loaded into an empty database it gives the same schema again. It holds no rows, no passwords and no
    subscriptions. Exit 1 when statements of the migrations failed, so that something is missing.

    \b
    docgen export schema                            what the migrations make
    docgen export schema --live --no-owner          what the database holds, for another owner
    docgen export schema --snapshot --idempotent    the last build's, in a form that may be run again
    """
    from docgen.analysis.ddl.export import export
    from docgen.read.schema_source import schema_source

    found = schema_source(workspace, origin or "migrations", lambda line: click.echo(plain(line), err=True))
    text = export(found.catalog, found.role, idempotent=idempotent, owners=not no_owner)
    return _give(text, output, found.failures)


def _give(text: str, output: Path | None, failures: Sequence[ReplayFailure]) -> int:
    """Write the text where it is wanted, say what of the migrations failed, and give the exit code."""
    from docgen.disk.atomic import write_whole

    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{shown(output)}: written", err=True)
    for failure in failures:
        click.echo(plain(f"warning: {failure.path}:{failure.line} failed: {failure.message}"), err=True)
    return 1 if failures else 0


FORMATS = {
    "dbml": "DBML, for dbdiagram.io and dbdocs.io: tables, keys, indexes, enums.",
    "mermaid": "One Mermaid diagram of all relations with their keys.",
    "plantuml": "One PlantUML diagram of all relations with their columns.",
    "tbls": "The schema.json of tbls, which Liam reads as well.",
}
# A file's name for each, as its readers expect it.
FILES = {"dbml": "schema.dbml", "mermaid": "schema.mmd", "plantuml": "schema.puml", "tbls": "schema.json"}


def _format(name: str) -> None:
    """One subcommand for each format of another tool."""

    told = f"Write {FORMATS[name]}\n\n\b\ndocgen export {name} --output {FILES[name]}"

    @command.command(name, help=told, short_help=FORMATS[name])
    @workspace_options
    @click.option("--live", "origin", flag_value="live", help="The live database's, not that of the migrations.")
    @click.option("--snapshot", "origin", flag_value="snapshot", help="The last build's, without a database.")
    @click.option(
        "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE; default: to the terminal."
    )
    def write(workspace: Workspace, origin: str | None, output: Path | None) -> int:
        import importlib

        from docgen.read.schema_source import schema_source

        exporter = getattr(importlib.import_module(f"docgen.exporters.{name}"), name)
        found = schema_source(workspace, origin or "migrations", lambda line: click.echo(plain(line), err=True))
        return _give(exporter(found.catalog, workspace.config.title), output, found.failures)


for one in FORMATS:
    _format(one)


command.add_command(report)
