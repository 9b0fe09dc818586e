"""docgen consolidate: a chain of migrations as one, proven before it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.commands.options import plain, shown, workspace_options

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace
    from docgen.consolidation.plan import Plan


@click.command("consolidate")
@workspace_options
@click.option("--name", required=True, metavar="NAME", help="What the new migration is called: letters, digits, _.")
@click.option("--from", "first", metavar="VERSION", help="The first migration to archive; default: the first of all.")
@click.option("--to", "last", metavar="VERSION", help="The last migration to archive; default: the last of all.")
@click.option("--plan", "only_plan", flag_value=True, default=True, help="Say what would be done; the default.")
@click.option("--write", "only_plan", flag_value=False, help="Do it, if everything is decided and proven.")
@click.option("--sql", is_flag=True, help="Also print the text of the new migration.")
@click.option(
    "--archive", type=click.Path(path_type=Path), metavar="DIR", help="For the originals; default: FOLDER_archive/NAME."
)
@click.option("--leave", is_flag=True, help="Leave the originals where they are, without an archive.")
def command(
    workspace: Workspace,
    name: str,
    first: str | None,
    last: str | None,
    only_plan: bool,
    sql: bool,
    archive: Path | None,
    leave: bool,
) -> int:
    """Put migrations together into one that may be run anywhere, with the originals in an archive.

    The new migration is proven on a scratch server against the chain: on an empty database, on a migrated one, twice,
    and from the states between. Statements that change rows are kept, superseded, or need a decision in [consolidate]
    of the configuration. Exit 1 while a decision is open or a proof fails: then nothing is written.

    \b
    docgen consolidate --name baseline            the plan and its proof; nothing is written
    docgen consolidate --name baseline --write    when all is decided
    """
    from docgen.consolidation.plan import make_plan
    from docgen.consolidation.write import check_archive, outdated, write
    from docgen.disk.one_writer import alone
    from docgen.errors import ConfigError
    from docgen.read.project import read_project

    if not re.fullmatch(r"[A-Za-z0-9_]+", name):
        raise ConfigError(f"{name!r} is no name for a migration", "Use letters, digits and underscores.")
    project = read_project(workspace)
    if any(one.printed for one in project.migrations.migrations):
        raise ConfigError(
            f"the migrations in {project.migrations.folder} are programs, and consolidate writes SQL",
            "Squash them with their own tool: alembic merge or manage.py squashmigrations.",
        )
    folder = workspace.root / project.migrations.folder
    configured = workspace.config.consolidate.archive
    place = archive or workspace.path(configured or f"{project.migrations.folder}_archive") / name
    inside = place.resolve().is_relative_to(workspace.root.resolve())
    named = place.resolve().relative_to(workspace.root.resolve()).as_posix() if inside else shown(place)
    with alone(folder, "consolidates"):
        if not leave:
            check_archive(place)
        plan = make_plan(
            project, name, first, last, "" if leave else named, lambda line: click.echo(plain(line), err=True)
        )
        if sql:
            click.echo(plan.text, nl=False)
        else:
            _say(plan, "" if leave else shown(place))
        if not plan.ready or only_plan:
            return 0 if plan.ready else 1
        for path in write(workspace.root, plan, None if leave else place):
            click.echo(f"{shown(path)}: written", err=True)
        for line in [] if leave else outdated(workspace.file, plan):
            click.echo(plain(f"next: {line}"), err=True)
    return 0


def _say(plan: Plan, archive: str) -> None:
    lines = [f"new: {plan.new.path} ({len(plan.text.splitlines())} lines)"]
    if plan.labels is not None:
        lines.append(f"before it: {plan.labels.new.path}, labels that have to be committed first")
    first, last = plan.archived[0].path, plan.archived[-1].path
    lines.append(f"replaces: {len(plan.archived)} migrations, {first} to {last}")
    lines.append(f"archive: {archive}" if archive else "archive: none, the originals stay")
    if plan.catches_up:
        lines.append("older databases: the new file holds the originals for those that have run only some of them")
    counts = {verdict: sum(one.verdict == verdict for one in plan.carried) for verdict in ("kept", "superseded")}
    lines.append(f"statements with data: {counts['kept']} kept, {counts['superseded']} superseded")
    lines += [f"  {one.path}:{one.line} {one.verdict}: {one.reason}" for one in plan.carried]
    if plan.mismatches:
        lines.append("the live database differs:")
        lines += [f"  {one.object} {one.difference}: {one.repair or 'needs a decision'}" for one in plan.mismatches]
    lines += ["proofs:"]
    for proof in plan.proofs:
        detail = f" ({proof.detail})" if proof.passed and proof.detail else ""
        lines.append(f"  {'passed' if proof.passed else 'FAILED'}: {proof.name}{detail}")
        lines += [] if proof.passed else [f"    {line}" for line in proof.detail.splitlines()]
    if plan.open:
        lines.append("needs a decision in docgen.toml:")
        lines += ["  " + one.replace("\n", "\n  ") for one in plan.open]
    click.echo(plain("\n".join(lines)))
