"""What docgen lint --prove adds: every finding confirmed or overturned by a second run on the scratch server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.analysis.verdicts import Held, hold
from docgen.commands.proof_targets import prove_portions

if TYPE_CHECKING:
    from docgen.commands.lint_judge import Judged
    from docgen.commands.lint_portions import Portion


def held_against_proof(judged: Judged, directory: Path, portion: Portion) -> tuple[Judged, int]:
    """The findings without those that the server overturns, and how many failures none of them foretold.

    What was confirmed, overturned and unforeseen is said on standard error. Raises DatabaseError.
    """
    proof = prove_portions(directory, [portion])
    path_of = {shown: path for path, shown in judged.shown.items()}
    proofs = {path_of.get(one.file, one.file): one for one in proof.files}
    held = hold(judged.findings, proofs)
    for line in _lines(judged, held):
        click.echo(line, err=True)
    left = set(held.overturned)
    kept = tuple(finding for finding in judged.findings if finding not in left)
    return judged._replace(findings=kept), len(held.unforeseen)


def _lines(judged: Judged, held: Held) -> list[str]:
    lines = [
        f"overturned: {judged.shown[one.file]}:{one.line}: {one.rule}: the second run showed nothing of it"
        for one in held.overturned
    ]
    lines += [
        f"not foretold: {judged.shown.get(name, name)}:{error.line}: {error.message} [{error.sqlstate}]"
        for name, error in held.unforeseen
    ]
    counts = f"{len(held.confirmed)} confirmed, {len(held.overturned)} overturned, {len(held.open)} not of that kind"
    return [*lines, f"proved: {counts}; {len(held.unforeseen)} failures not foretold"]
