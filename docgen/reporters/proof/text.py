"""Proofs for people: each file of which there is something to say, with what happened, then the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docgen.model.proof import FileProof, Proof, WayProof, WaysProof
from docgen.reporters.proof.words import details, headline

_BOLD, _RED, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[0m"
_SILENT = ("idempotent", "reversible")


def report(proof: Proof | WaysProof, colour: bool = False) -> str:
    """The report; ``colour`` for a terminal."""
    text = "".join(f"{line}\n" for one in proof.files if one.verdict not in _SILENT for line in _file(one, colour))
    return text + _summary(proof) + "\n"


def _file(one: FileProof | WayProof, colour: bool) -> Iterator[str]:
    name, verdict = _visible(one.file), str(one.verdict)
    if colour:
        name, verdict = f"{_BOLD}{name}{_PLAIN}", f"{verdict if one.passed else _RED + verdict}{_PLAIN}"
    yield f"{name}: {verdict}: {headline(one)}"
    for line, text in details(one):
        yield f"  {f'line {line}: ' if line else ''}{_visible(text)}"
    yield ""


def _summary(proof: Proof | WaysProof) -> str:
    counts = Counter(str(one.verdict) for one in proof.files)
    verdicts = ", ".join(f"{number} {name}" for name, number in counts.most_common())
    files = f"{len(proof.files)} file{'' if len(proof.files) == 1 else 's'}"
    if isinstance(proof, WaysProof):
        own = sum(one.own for one in proof.files)
        sides = f"{own} with a down side of {'its' if own == 1 else 'their'} own"
        return f"{files}{': ' if verdicts else ''}{verdicts}; {sides}"
    ran = proof.statements - proof.refused
    statements = f"{ran} of {proof.statements} statement{'' if proof.statements == 1 else 's'} ran the first time"
    return f"{files}{': ' if verdicts else ''}{verdicts}; {statements}"


def _visible(text: str) -> str:
    """Control characters out of a database or a file name may not steer a terminal."""
    return "".join(c if c.isprintable() else " " if c == "\n" else f"\\u{ord(c):04x}" for c in text)
