"""docgen blame: which migrations made an object what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from docgen.commands.options import workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.model.blame import Blame


@click.command("blame")
@workspace_options
@click.argument("name", metavar="OBJECT")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(workspace: Workspace, name: str, style: Literal["text", "json"]) -> int:
    """Say which migrations made an object what it is, the newest first, through renames.

    \b
    docgen blame shop.orders          a table and all that hangs on it
    docgen blame shop.orders.code     a column, constraint, policy, trigger, label of an enum
    docgen blame "shop.total()"       a function

    Reads the snapshot of the last build and the migrations; needs no database.
    """
    from docgen.analysis.blame import UnknownObjectError, blame
    from docgen.errors import ConfigError
    from docgen.model.catalog import Catalog
    from docgen.read.project import read_migrations, read_snapshot

    migrations = read_migrations(workspace).migrations
    if not migrations:
        raise ConfigError(f"{workspace.root}: there are no migrations", "Name their folder with --migrations.")
    snapshot = read_snapshot(workspace)
    try:
        replay, catalog = (snapshot.replay, snapshot.catalog) if snapshot else (None, Catalog())
        drift = (snapshot.drift or ()) if snapshot else ()
        found = blame(name, migrations, replay, catalog, drift)
    except UnknownObjectError as error:
        near = f"Names like it: {', '.join(error.near)}." if error.near else "docgen lists objects as schema.name."
        raise ConfigError(f"no migration speaks of {name!r}", near) from None
    click.echo(_text(found, style), nl=False)
    return 0


def _text(found: Blame, style: str) -> str:
    if style == "json":
        import msgspec

        document = {"version": 1, **msgspec.to_builtins(found)}
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    from docgen.reporters.blame_text import report

    return report(found)
