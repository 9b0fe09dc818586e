"""docgen changes: say what changed in the schema since a Git revision, breaking changes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.commands.options import Chosen, database_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.model.schema_change import Changes


@click.command("changes")
@database_options
@click.argument("before", metavar="[REVISION]", default="HEAD")
@click.argument("after", metavar="[REVISION]", default="")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--fail-on-breaking", is_flag=True, help="Exit 1 when a change can break what worked.")
def command(chosen: Chosen, before: str, after: str, style: str, fail_on_breaking: bool) -> int:
    """Say what changed in the schema since a Git revision, breaking changes first.

    \b
    docgen changes              what the last build changed and is not committed
    docgen changes main         what this branch changes, for its review
    docgen changes v1.0 v1.1    what a release changed

    Reads the snapshots that were committed; needs no database.
    """
    from docgen.commands.each import for_each
    from docgen.read.revision import changes_between

    def one(workspace: Workspace) -> tuple[int, str]:
        found = changes_between(workspace, before, after)
        breaking = any(each.weight == "breaking" for each in found.changes)
        return int(fail_on_breaking and breaking), _text(found, style)

    return for_each(chosen, style, one)


def _text(found: Changes, style: str) -> str:
    if style == "json":
        import msgspec

        document = {"version": 1, **msgspec.to_builtins(found)}
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    if style == "markdown":
        from docgen.render.changes_markdown import changes_markdown

        return changes_markdown(found)
    from docgen.reporters.changes_text import report

    return report(found)
