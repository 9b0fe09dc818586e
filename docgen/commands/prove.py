"""docgen prove: run every migration twice on a scratch server and say what the second run did."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.model.proof import Mode, Proof, WaysProof
    from docgen.model.proof_file import Replays

_MODES: dict[Replays, tuple[Mode, ...]] = {
    "file": ("file",),
    "chain": ("chain",),
    "late": ("late",),
    "all": ("file", "late", "chain"),
}


@click.command("prove")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--mode",
    type=click.Choice(list(_MODES)),
    default="file",
    show_default=True,
    help="file: each file twice in a row. chain: all files, then all again. late: each once more after all.",
)
@click.option("--down", is_flag=True, help="Run each migration's way back instead, and compare with the schema before.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "junit", "github"]),
    help="Default: text, github in a workflow.",
)
@click.option("--record", is_flag=True, help="Keep the verdicts in docgen-proof.json, for the pages and the status.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to FILE.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Servers at once.")
@click.option("--database", metavar="NAME", help="Of several [[databases]], this one.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="The configuration.")
@click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    mode: Replays,
    down: bool,
    style: str | None,
    record: bool,
    output: Path | None,
    jobs: int,
    database: str | None,
    config_file: Path | None,
    directory: Path | None,
) -> int:
    """Run every migration twice on a scratch server and say what the second run did. Needs no configuration.

    PATH is a file or a folder; default: the project's migrations. Exit code 1 unless all are idempotent; with --down,
    where a way back fails, leaves the schema otherwise than it was, or could not be tried.

    \b
    docgen prove                                 every migration, each run twice in its place
    docgen prove migrations/0042_invoices.sql    this one, after those before it
    docgen prove --mode all                      the whole chain, and the whole chain again
    """
    import importlib

    from docgen.commands.lint_portions import Place, read_portions
    from docgen.commands.lint_report import write
    from docgen.commands.proof_targets import prove_portions, prove_ways_back_of_portions

    if down and mode != "file":
        raise click.UsageError("--down has no --mode: every way back is run straight after its migration.")
    here = directory or Path(context.find_root().obj or ".")
    place = Place(here, config_file, database)
    proof: Proof | WaysProof
    if record:
        from docgen.commands.proof_keep import prove_and_record, prove_ways_back_and_record

        if down:
            proof = prove_ways_back_and_record(place, paths, jobs)
        else:
            proof = prove_and_record(place, paths, mode, _MODES[mode], jobs)
    elif down:
        proof = prove_ways_back_of_portions(here, read_portions(place, paths), jobs)
    else:
        proof = prove_portions(here, read_portions(place, paths), _MODES[mode], jobs)
    style = style or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text: str = importlib.import_module(f"docgen.reporters.proof.{style}").report(proof, colour)
    write(text.encode("utf-8", "replace"), output)
    return int(not all(one.passed for one in proof.files))
