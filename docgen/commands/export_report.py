"""docgen export report: what of the schema does not travel to another home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from docgen.commands.options import plain, shown, workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace

Format = Literal["text", "markdown", "json"]
TARGETS = ("aurora", "azure", "cloudsql", "plain", "rds")  # the files of analysis/targets, without importing them


@click.command("report")
@workspace_options
@click.option("--target", type=click.Choice(TARGETS), help="Where it shall live; default: [export] target.")
@click.option("--major", type=click.IntRange(14, 18), help="PostgreSQL's major there; default: the newest known of it.")
@click.option("--live", "origin", flag_value="live", help="The live database's schema, not that of the migrations.")
@click.option("--snapshot", "origin", flag_value="snapshot", help="The last build's, without a database.")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE; default: standard output.")
def report(
    workspace: Workspace, target: str | None, major: int | None, origin: str | None, style: Format, output: Path | None
) -> int:
    """List what does not travel: extensions, platform schemas and roles, whatever needs a superuser, versions.

    Each with the objects that rest on it and what to do; grouped by what blocks the move, what needs a decision and
    what is good to know. What a service offers is from dated tables, whose sources the report names. Exit 1 when
    something blocks.

    \b
    docgen export report --target rds                                         on the terminal
    docgen export report --target azure --format markdown --output move.md
    """
    import msgspec

    from docgen.analysis.portability.report import portability
    from docgen.disk.atomic import write_whole
    from docgen.read.project import read_project
    from docgen.read.schema_source import schema_source
    from docgen.render.portability_markdown import portability_markdown
    from docgen.reporters import portability_text

    wanted = workspace.config.export
    if target is None:
        target, major = wanted.target, major or wanted.major
    if target is None:
        raise click.UsageError(f"Name a --target ({', '.join(TARGETS)}), or set [export] target in docgen.toml.")
    found = schema_source(workspace, origin or "migrations", lambda line: click.echo(plain(line), err=True))
    migrations = read_project(workspace).migrations.migrations
    report = portability(found.catalog, migrations, found.role, target, major)
    if style == "json":
        text = msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
    else:
        text = portability_markdown(report) if style == "markdown" else portability_text.report(report)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{shown(output)}: written", err=True)
    for failure in found.failures:
        click.echo(plain(f"warning: {failure.path}:{failure.line} failed: {failure.message}"), err=True)
    return 1 if any(one.severity == "blocks" for one in report.obstacles) else 0
