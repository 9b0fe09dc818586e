"""docgen lint: find in migrations what cannot be run twice."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.commands.lint_targets import Target
    from docgen.lint.run import Counts, LintOptions
    from docgen.model.finding import Finding


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github"]), help="Default: text, github in a workflow."
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE.")
@click.option("--select", multiple=True, metavar="NAME", help="Run only this rule or family; repeatable.")
@click.option("--ignore", multiple=True, metavar="NAME", help="Leave out this rule or family; repeatable.")
@click.option("--baseline", "baseline_file", type=click.Path(path_type=Path), metavar="FILE", help="Known findings.")
@click.option("--write-baseline", is_flag=True, help="Take all findings as known from now on.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@click.option("--statistics", is_flag=True, help="End with the number of findings per rule.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="The configuration.")
@click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    style: str | None,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline_file: Path | None,
    write_baseline: bool,
    strict: bool,
    statistics: bool,
    config_file: Path | None,
    directory: Path | None,
) -> int:
    """Find in migrations what cannot be run twice. Needs no database and no configuration.

    PATH is a file or a folder; default: the project's migrations. Exit code 1 when there are errors.
    """
    from docgen.commands.lint_targets import read_settings, read_targets
    from docgen.lint import baseline
    from docgen.lint.run import Counts

    here = directory or Path(context.find_root().obj or ".")
    settings = read_settings(here, config_file)
    options = _with(settings.options, select, ignore)
    targets = read_targets(settings, here, paths)
    counts = Counts()
    findings = _judge(targets, options, counts)
    file = here / baseline_file if baseline_file else settings.root / settings.baseline
    if write_baseline:
        file.write_text(baseline.text(findings), encoding="utf-8", newline="\n")
        click.echo(f"{file}: {len(findings)} findings are known from now on", err=True)
        return 0
    if baseline_file and not file.is_file():
        raise click.UsageError(f"there is no baseline {baseline_file}: write it with --write-baseline")
    marked = baseline.mark(findings, baseline.read(file))
    new = [finding for finding in marked if not finding.known]
    _report(new, len(marked) - len(new), targets, counts, style, output, statistics)
    return int(any(strict or finding.severity == "error" for finding in new))


def _with(options: LintOptions, select: tuple[str, ...], ignore: tuple[str, ...]) -> LintOptions:
    import msgspec

    return msgspec.structs.replace(options, select=select or options.select, ignore=options.ignore + ignore)


def _judge(targets: list[Target], options: LintOptions, counts: Counts) -> list[Finding]:
    import msgspec

    from docgen.lint.run import lint

    findings: dict[Finding, None] = {}
    for target in targets:
        chosen = msgspec.structs.replace(options, only=target.only)
        findings.update(dict.fromkeys(lint(target.migrations, chosen, counts)))
    return list(findings)


def _report(
    findings: list[Finding],
    known: int,
    targets: list[Target],
    counts: Counts,
    style: str | None,
    output: Path | None,
    statistics: bool,
) -> None:
    import importlib

    import msgspec

    from docgen.reporters.summary import Summary

    shown = {path: given for target in targets for path, given in target.shown.items()}
    texts = {shown.get(one.path, one.path): one.sql for target in targets for one in target.migrations}
    named = [msgspec.structs.replace(one, file=shown.get(one.file, one.file)) for one in findings]
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    summary = Summary(
        files=counts.files, statements=counts.statements, known=known, colour=colour, statistics=statistics
    )
    style = style or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    text: str = importlib.import_module(f"docgen.reporters.{style}").report(named, texts, summary)
    if output is not None:
        output.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    else:
        click.echo(text.encode("utf-8", "replace").decode(), nl=False)
