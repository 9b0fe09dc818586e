"""docgen check: say whether the documentation is stale and the new migrations can be run twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from docgen.commands.options import Chosen, database_options, plain

if TYPE_CHECKING:
    from docgen.write.staleness import Server

Format = Literal["text", "json", "github"]


@click.command("check")
@database_options
@click.option("--live", "server", flag_value="live", help="Also compare the snapshot with the live database.")
@click.option("--replay", "server", flag_value="replay", help="Also compare it with a replay of the migrations.")
@click.option("--diff", "diffs", is_flag=True, help="Print how the pages would change.")
@click.option("--full", is_flag=True, help="Print the whole diff, however long.")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
def command(chosen: Chosen, server: Server | None, diffs: bool, full: bool, style: Format) -> int:
    """Say whether the documentation is stale, without a database.

    Exit code 1 when docgen build would change a page, or when a migration outside the baseline has an error.

    \b
    docgen check             what is stale, and because of what
    docgen check --diff      and how the pages would change
    docgen check --replay    and whether the snapshot is what the migrations make
    """
    code, text = run_check(chosen, server or "", diffs=diffs, full=full, style=style)
    click.echo(plain(text), nl=False)
    return code


def run_check(
    chosen: Chosen, server: Server = "", *, diffs: bool = False, full: bool = False, style: Format = "text"
) -> tuple[int, str]:
    """The exit code of a check, and what it says."""
    from docgen.commands import check_report
    from docgen.write.shares import collector_at_rest
    from docgen.write.staleness import examine

    with collector_at_rest():
        if chosen.several:
            from docgen.commands.check_several import check_several

            found, code = check_several(chosen, server, diffs=diffs or full)
            return code, check_report.SEVERAL[style](found, full)
        verdict = examine(chosen.databases[0], server, diffs=diffs or full)
    return int(verdict.failed), check_report.FORMATS[style](verdict, full)
