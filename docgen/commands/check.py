"""docgen check: say whether the documentation is stale and the new migrations can be run twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from docgen.commands.options import plain, workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.staleness import Server, Verdict

Format = Literal["text", "json", "github"]


@click.command("check")
@workspace_options
@click.option("--live", "server", flag_value="live", help="Also compare the snapshot with the live database.")
@click.option("--replay", "server", flag_value="replay", help="Also compare it with a replay of the migrations.")
@click.option("--diff", "diffs", is_flag=True, help="Print how the pages would change.")
@click.option("--full", is_flag=True, help="Print the whole diff, however long.")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
def command(workspace: Workspace, server: Server | None, diffs: bool, full: bool, style: Format) -> int:
    """Say whether the documentation is stale, without a database.

    Exit code 1 when docgen build would change a page, or when a migration outside the baseline has an error.
    """
    from docgen.commands import check_report
    from docgen.shares import collector_at_rest
    from docgen.staleness import examine

    with collector_at_rest():
        found = examine(workspace, server or "", diffs=diffs or full)
    click.echo(plain(check_report.FORMATS[style](found, full)), nl=False)
    return 1 if found.stale or found.findings else 0


def run_check(workspace: Workspace) -> tuple[int, str]:
    """The exit code of a check without a server, and what it says."""
    from docgen.commands import check_report
    from docgen.staleness import examine

    found: Verdict = examine(workspace)
    failed = found.stale or bool(found.findings)
    return int(failed), check_report.text(found) if failed else ""
