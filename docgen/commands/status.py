"""docgen status: how things stand, at a terminal, for a program, or as a badge."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.commands.options import Chosen, database_options, plain, shown, the_one

if TYPE_CHECKING:
    from docgen.analysis import coverage
    from docgen.config.workspace import Workspace
    from docgen.model.catalog import Catalog
    from docgen.model.report import StatusReport
    from docgen.read.capture import Origin
    from docgen.render.document import Document

_FAILS = {
    "broken": ("broken",),
    "being-fixed": ("broken", "being fixed"),
    "unknown": ("broken", "being fixed", "unknown"),
}
_ORIGINS: dict[str, Origin] = {"snapshot": "auto", "auto": "auto", "live": "live", "migrations": "migrations"}


@click.command("status")
@database_options
@click.option(
    "--from",
    "origin",
    type=click.Choice(["snapshot", "auto", "live", "migrations"]),
    default="snapshot",
    show_default=True,
    help="The last build's snapshot, or asked anew as docgen build does.",
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(list(_FAILS)), help="Exit 1 when a verdict is that, or worse.")
@click.option("--badge", type=click.Path(path_type=Path), metavar="FILE", help="Also write the verdict as an SVG.")
@click.option("--fail-under", type=click.IntRange(0, 100), metavar="PERCENT", help="Exit 1 when fewer are described.")
@click.option("--since", metavar="REVISION", help="Look only at objects that changed since this Git revision.")
@click.option("--comments", is_flag=True, help="Print COMMENT statements for what has no description, and stop.")
def command(
    chosen: Chosen,
    origin: str,
    style: str,
    fail_on: str | None,
    badge: Path | None,
    fail_under: int | None,
    since: str | None,
    comments: bool,
) -> int:
    """Say how things stand: components, checks, phases, what is next; what SCHEMA-STATUS.md says.

    Needs no database: it speaks of the last build, unless --from asks for more.

    \b
    docgen status                                             as the last build found it
    docgen status --fail-on broken --badge docs/status.svg    a gate, and a badge for the README
    """
    from docgen.commands.each import for_each
    from docgen.render.status_report import status_report

    if badge is not None:
        the_one(chosen)  # a badge tells one verdict

    def one(workspace: Workspace) -> tuple[int, str]:
        content = _document(workspace, origin)
        if comments:
            return 0, _comments(workspace, content.catalog, since)
        report = status_report(content)
        if badge is not None:
            _write_badge(badge, report)
        failed = fail_on is not None and _is_as_bad(report, fail_on)
        if fail_under is not None:
            failed = _is_under(workspace, content.catalog, since, fail_under) or failed
        return int(failed), _text(report, style)

    return for_each(chosen, "sql" if comments else style, one)


def _document(workspace: Workspace, origin: str) -> Document:
    import msgspec

    from docgen.read.capture import capture
    from docgen.read.project import read_project, read_snapshot
    from docgen.write import documentation

    def say(line: str) -> None:
        click.echo(plain(line), err=True)

    project = read_project(workspace)
    snapshot = read_snapshot(workspace) if origin == "snapshot" else None
    if snapshot is None:
        if origin == "snapshot":
            say("there is no build yet: asking now")
        snapshot = capture(project, _ORIGINS[origin], say)
    elif snapshot.migrations != project.digests():
        say("warning: the migrations changed since the last build: run docgen build, or use --from auto")
    return documentation.document(project, msgspec.structs.replace(snapshot, migrations=project.digests()))


def _text(report: StatusReport, style: str) -> str:
    if style == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
    from docgen.reporters import status_text

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    # Text from the database is made visible first: the colours are ours.
    return status_text.report(_visible(report), colour)


def _visible(report: StatusReport) -> StatusReport:
    import msgspec

    from docgen.model.report import StatusReport

    def seen(value: object) -> object:
        if isinstance(value, str):
            return plain(value.replace("\n", " "))
        if isinstance(value, list):
            return [seen(one) for one in value]
        return {key: seen(one) for key, one in value.items()} if isinstance(value, dict) else value

    return msgspec.convert(seen(msgspec.to_builtins(report)), StatusReport)


def _write_badge(path: Path, report: StatusReport) -> None:
    from docgen.disk.atomic import write_whole
    from docgen.reporters.badge import badge

    write_whole(path, badge("schema", report.verdict))
    click.echo(f"{shown(path)}: written", err=True)


def _is_as_bad(report: StatusReport, limit: str) -> bool:
    bad = [one for one in report.components if one.verdict in _FAILS[limit]]
    for one in bad:
        click.echo(plain(f"{one.name} is {one.verdict}"), err=True)
    if report.verdict in _FAILS[limit]:
        click.echo(plain(f"the schema is {report.verdict}: {report.sentence}"), err=True)
    return bool(bad) or report.verdict in _FAILS[limit]


def _is_under(workspace: Workspace, catalog: Catalog, since: str | None, limit: int) -> bool:
    from docgen.analysis import coverage

    objects = _objects(workspace, catalog, since)
    share = coverage.share(objects)
    changed = f" that changed since {since}" if since else ""
    click.echo(f"described: {share.described} of {share.total} objects{changed} ({share.percent} %)", err=True)
    if share.percent >= limit:
        return False
    for one in [one for one in objects if not one.comment][:20]:
        click.echo(plain(f"no description: {one.kind.lower()} {one.name}"), err=True)
    click.echo(f"that is below {limit} %: docgen status --comments prints the statements to fill in", err=True)
    return True


def _comments(workspace: Workspace, catalog: Catalog, since: str | None) -> str:
    from docgen.analysis import coverage

    return "".join(f"{plain(one)}\n" for one in coverage.statements(_objects(workspace, catalog, since)))


def _objects(workspace: Workspace, catalog: Catalog, since: str | None) -> tuple[coverage.Described, ...]:
    from docgen.analysis import coverage
    from docgen.read.revision import snapshot_at

    now = tuple(coverage.describable(catalog))
    if since is None:
        return now
    before = snapshot_at(workspace, since)
    return coverage.changed(now, coverage.describable(before.catalog) if before else ())
