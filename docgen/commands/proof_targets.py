"""What docgen prove runs: the chains behind the paths, each once, on the configured shadow; a bar on a terminal."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from docgen.commands.lint_portions import Portion
from docgen.commands.lint_targets import Chain, Settings, namer, read_target, several, targets
from docgen.model.proof import FileProof, Mode, Proof, WayProof, WaysProof
from docgen.postgres.replay.shadow import ShadowOptions
from docgen.read.proving import Terms, prove_chain, prove_way_back

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace


def prove_portions(
    directory: Path, portions: Sequence[Portion], modes: tuple[Mode, ...] = ("file",), jobs: int = 1
) -> Proof:
    """The proof of every file behind the paths, under the path that was given for it.

    Raises SourceError, ConfigError or DatabaseError.
    """
    files: list[FileProof] = []
    statements = refused = 0
    for chain, named, terms in _chains(directory, portions, modes, jobs):
        with progress(len(chain.migrations) * len(modes)) as step:
            proof = prove_chain(chain.migrations, terms, say, step)
        statements, refused = statements + proof.statements, refused + proof.refused
        files += [msgspec.structs.replace(one, file=named(one.file)) for one in proof.files if _asked(chain, one.file)]
    return Proof(files=tuple(files), statements=statements, refused=refused)


def prove_ways_back_of_portions(directory: Path, portions: Sequence[Portion], jobs: int = 1) -> WaysProof:
    """What the way back from every file behind the paths does. Raises SourceError, ConfigError or DatabaseError."""
    files: list[WayProof] = []
    for chain, named, terms in _chains(directory, portions, ("file",), jobs):
        with progress(len(chain.migrations)) as step:
            proof = prove_way_back(chain.migrations, terms, say, step)
        files += [msgspec.structs.replace(one, file=named(one.file)) for one in proof.files if _asked(chain, one.file)]
    return WaysProof(files=tuple(files))


def _chains(
    directory: Path, portions: Sequence[Portion], modes: tuple[Mode, ...], jobs: int
) -> Iterator[tuple[Chain, Callable[[str], str], Terms]]:
    """Every chain behind the paths, what its files are called in a report, and how it is proved."""
    for settings, paths in portions:
        found = targets(settings, directory, paths)
        if note := several(settings, found):
            say(f"note: {note}")
        for target in found:
            named = namer(settings, directory, target)
            for chain in read_target(settings, directory, target).chains:
                if chain.note:
                    say(f"note: {chain.note}")
                yield chain, named, _terms(settings, chain, modes, jobs)


def _asked(chain: Chain, file: str) -> bool:
    return chain.only is None or file in chain.only


def say(text: str) -> None:
    """Tell it on standard error."""
    click.echo(text, err=True)


def _terms(settings: Settings, chain: Chain, modes: tuple[Mode, ...], jobs: int) -> Terms:
    supabase = chain.source == "supabase"
    workspace = settings.workspace
    if workspace is None or workspace.file is None:
        return Terms(ShadowOptions(preset="supabase" if supabase else "none"), modes, jobs=jobs)
    return project_terms(workspace, chain.source, modes, jobs)


def project_terms(workspace: Workspace, source: str, modes: tuple[Mode, ...], jobs: int) -> Terms:
    """How the migrations of a project's tool are proved."""
    from docgen.read.project import preset, shadow_setup

    shadow = workspace.config.shadow
    options = ShadowOptions(
        url=shadow.url, preset=preset(workspace, source), setup=shadow_setup(workspace), major=shadow.version
    )
    return Terms(options, modes, shadow.statement_timeout, jobs)


@contextlib.contextmanager
def progress(length: int) -> Iterator[Callable[[str], None]]:
    """What is told each file that is judged: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label="proving", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)
