"""docgen lint: find in migrations what cannot be run twice."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from docgen.commands.lint_judge import Judged
    from docgen.commands.lint_portions import Portion
    from docgen.commands.lint_targets import Settings
    from docgen.model.finding import Finding

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


class Request(NamedTuple):
    """What was typed behind ``docgen lint``."""

    paths: tuple[str, ...]
    style: str | None
    output: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    since: str | None
    baseline_file: Path | None
    write_baseline: bool
    strict: bool
    statistics: bool
    no_cache: bool
    prove: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    applied: bool
    database: str | None
    config_file: Path | None
    directory: Path | None


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "style", type=click.Choice(FORMATS), help="Default: text, github in a workflow.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE.")
@click.option("--select", multiple=True, metavar="NAME", help="Run only this rule or family; repeatable.")
@click.option("--ignore", multiple=True, metavar="NAME", help="Leave out this rule or family; repeatable.")
@click.option("--since", metavar="WHAT", help="Judge only migrations behind this version, or new since this Git ref.")
@click.option("--baseline", "baseline_file", type=click.Path(path_type=Path), metavar="FILE", help="Known findings.")
@click.option("--write-baseline", is_flag=True, help="Take all findings as known from now on.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@click.option("--statistics", is_flag=True, help="End with the number of findings per rule.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep the results of earlier runs.")
@click.option("--prove", is_flag=True, help="Run the files twice on a scratch server; drop what that overturns.")
@click.option("--fix", is_flag=True, help="Write the safe fixes into the files; report what remains.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the unsafe fixes too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing, also with --fix.")
@click.option("--applied", is_flag=True, help="Change applied migrations too.")
@click.option("--database", metavar="NAME", help="Of several [[databases]], this one.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="The configuration.")
@click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR.")
@click.pass_context
def command(context: click.Context, /, **typed: Any) -> int:
    """Find in migrations what cannot be run twice. Needs no database and no configuration.

    PATH is a file or a folder; default: the project's migrations. Exit code 1 when there are errors.

    \b
    docgen lint                                              all migrations of the project
    docgen lint --since main                                 only those new since main
    docgen lint --fix --diff migrations/0042_invoices.sql    what the safe fixes would change
    docgen lint --write-baseline                             take what is there as known
    """
    gc.disable()  # trees of SQL hold no cycles, and looking for some costs a tenth of the run
    context.call_on_close(gc.enable)
    from docgen.commands.lint_judge import together
    from docgen.commands.lint_portions import Only, Place, read_portions

    request = Request(**typed)
    here = request.directory or Path(context.find_root().obj or ".")
    place = Place(here, request.config_file, request.database)
    portions = read_portions(place, request.paths, Only(request.select, request.ignore))
    _refuse(request, portions)
    if request.fix or request.diff:
        return max(_fix(request, portion, here) for portion in portions)
    judged, unforeseen = zip(*(_judge(request, portion, here) for portion in portions), strict=True)
    pairs = list(zip(portions, judged, strict=True))
    if request.write_baseline:
        return max(_write_baseline(request, portion.settings, here, one) for portion, one in pairs)
    every = together(
        [
            (portion.settings, one._replace(findings=_marked(request, portion.settings, here, one)))
            for portion, one in pairs
        ]
    )
    new = [finding for finding in every.findings if not finding.known]
    _report(request, portions[0].settings, every, new, len(every.findings) - len(new))
    return int(any(unforeseen) or any(request.strict or finding.severity == "error" for finding in new))


def _refuse(request: Request, portions: list[Portion]) -> None:
    """Raise UsageError for flags that do not go together."""
    changing = request.fix or request.diff
    if changing and (request.write_baseline or request.prove):
        raise click.UsageError("choose one of --fix or --diff, --prove and --write-baseline")
    if not changing and (request.unsafe_fixes or request.applied):
        raise click.UsageError("--unsafe-fixes and --applied belong to --fix or --diff")
    one_file = request.baseline_file if request.write_baseline else request.output if changing else None
    if len(portions) > 1 and one_file:
        raise click.UsageError(f"{one_file} would be written for each database: choose one with --database")


def _judge(request: Request, portion: Portion, here: Path) -> tuple[Judged, int]:
    """What is found, and how many failures of a proof nothing of that foretold."""
    from docgen.commands.lint_judge import judge

    judged = judge(portion.settings, here, portion.paths, since=request.since, cached=not request.no_cache)
    for note in judged.notes:
        click.echo(f"note: {note}", err=True)
    if not request.prove:
        return judged, 0
    from docgen.commands.lint_proof import held_against_proof

    judged, unforeseen = held_against_proof(judged, here, portion)
    # What was not looked for could not be foretold.
    return judged, 0 if request.since or request.select or request.ignore else unforeseen


def _fix(request: Request, portion: Portion, here: Path) -> int:
    from docgen.commands import lint_fix

    settings = portion.settings
    file = _baseline_file(request, settings, here)
    known = file if request.baseline_file or file.is_file() else None
    wish = lint_fix.Wish(portion.paths, request.since, request.unsafe_fixes, request.applied, known)
    mended = lint_fix.mend_all(settings, here, wish)
    if request.diff:
        click.echo(lint_fix.show(mended).encode("utf-8", "replace"), nl=False)
        lint_fix.say(mended, wish, written=False)
        return int(bool(mended.texts))
    lint_fix.write(settings.root, mended)
    _report(request, settings, mended.judged, mended.new, len(mended.judged.findings) - len(mended.new))
    lint_fix.say(mended, wish, written=True)
    return int(any(request.strict or finding.severity == "error" for finding in mended.new))


def _baseline_file(request: Request, settings: Settings, here: Path) -> Path:
    return here / request.baseline_file if request.baseline_file else settings.root / settings.baseline


def _write_baseline(request: Request, settings: Settings, here: Path, judged: Judged) -> int:
    from docgen.disk.atomic import write_whole
    from docgen.lint import baseline

    if request.since or request.select or request.ignore:
        raise click.UsageError("--write-baseline takes all findings: leave out --since, --select and --ignore")
    file = _baseline_file(request, settings, here)
    write_whole(file, baseline.text(judged.findings))
    click.echo(f"{file}: {len(judged.findings)} findings are known from now on", err=True)
    return 0


def _marked(request: Request, settings: Settings, here: Path, judged: Judged) -> tuple[Finding, ...]:
    file = _baseline_file(request, settings, here)
    if not file.is_file():
        if request.baseline_file:
            raise click.UsageError(f"there is no baseline {request.baseline_file}: write it with --write-baseline")
        return judged.findings
    from docgen.lint import baseline

    return baseline.mark(judged.findings, baseline.read(file))


def _report(request: Request, settings: Settings, judged: Judged, new: list[Finding], known: int) -> None:
    from docgen.commands import lint_report

    style = request.style or lint_report.default_style()
    text = lint_report.text_of(style, settings.root, judged, new, known, request.output is None, request.statistics)
    lint_report.write(text, request.output)
