"""Proofs for people: each file that is not idempotent, with what the second run did, then the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docgen.model.proof import FileProof, Proof
from docgen.reporters.proof.words import details, headline

_BOLD, _RED, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[0m"


def report(proof: Proof, colour: bool = False) -> str:
    """The report; ``colour`` for a terminal."""
    text = "".join(f"{line}\n" for one in proof.files if one.verdict != "idempotent" for line in _file(one, colour))
    return text + _summary(proof) + "\n"


def _file(one: FileProof, colour: bool) -> Iterator[str]:
    name, verdict = _visible(one.file), one.verdict
    if colour:
        name, verdict = f"{_BOLD}{name}{_PLAIN}", f"{_RED}{verdict}{_PLAIN}"  # type: ignore[assignment]
    yield f"{name}: {verdict}: {headline(one)}"
    for line, text in details(one):
        yield f"  {f'line {line}: ' if line else ''}{_visible(text)}"
    yield ""


def _summary(proof: Proof) -> str:
    counts = Counter(one.verdict for one in proof.files)
    verdicts = ", ".join(f"{number} {name}" for name, number in counts.most_common())
    ran = proof.statements - proof.refused
    files = f"{len(proof.files)} file{'' if len(proof.files) == 1 else 's'}"
    statements = f"{ran} of {proof.statements} statement{'' if proof.statements == 1 else 's'} ran the first time"
    return f"{files}{': ' if verdicts else ''}{verdicts}; {statements}"


def _visible(text: str) -> str:
    """Control characters out of a database or a file name may not steer a terminal."""
    return "".join(c if c.isprintable() else " " if c == "\n" else f"\\u{ord(c):04x}" for c in text)
