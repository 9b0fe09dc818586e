"""Proofs as annotations of a workflow on GitHub: one workflow command for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.proof import FileProof, Proof, WayProof, WaysProof
from docgen.reporters.proof.text import report as text_report
from docgen.reporters.proof.words import details, headline


def report(proof: Proof | WaysProof, _colour: bool = False) -> str:
    """The annotations, then the line that sums up for the log."""
    lines = [line for one in proof.files if not one.passed for line in _annotations(one)]
    return "".join(f"{line}\n" for line in lines) + text_report(proof).splitlines()[-1] + "\n"


def _annotations(one: FileProof | WayProof) -> Iterator[str]:
    found = list(details(one)) or [(0, "")]
    for line, text in found:
        message = f"{headline(one)}: {text}" if text else headline(one)
        yield f"::error file={_property(one.file)},line={line or 1},title={one.verdict}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
