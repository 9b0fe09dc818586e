"""What docgen lint prints: its findings under the paths that were typed, in the format that was asked for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from docgen.errors import OutputError
from docgen.reporters.summary import Summary

if TYPE_CHECKING:
    from docgen.commands.lint_judge import Judged
    from docgen.model.finding import Finding


class Texts(Mapping[str, str]):
    """The text of each file by its path as it was typed, read when a report asks for it.

    ``files`` are paths relative to ``root`` by the typed ones.
    """

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self._root = root
        self._files = files
        self._read: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._read:
            text = (self._root / self._files[name]).read_bytes().decode("utf-8", "replace")
            self._read[name] = " " + text[1:] if text.startswith("\ufeff") else text
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def default_style() -> str:
    """The format where none is typed: annotations in a workflow on GitHub, else text."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def text_of(
    style: str, root: Path, judged: Judged, findings: Sequence[Finding], known: int, printed: bool, statistics: bool
) -> bytes:
    """The report; in colour only where it is printed on a terminal that wants it."""
    shown = judged.shown
    named = [
        finding if shown[finding.file] == finding.file else msgspec.structs.replace(finding, file=shown[finding.file])
        for finding in findings
    ]
    texts = Texts(root, {name: path for path, name in shown.items()})
    summary = Summary(
        files=judged.files,
        statements=judged.statements,
        known=known,
        colour=printed and sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        statistics=statistics,
    )
    text: str | bytes = importlib.import_module(f"docgen.reporters.{style}").report(named, texts, summary)
    if statistics and style != "text" and named:
        from docgen.reporters.text import counts_by_rule

        click.echo(counts_by_rule(named), err=True, nl=False)  # what a program reads on stdout stays whole
    return text.encode("utf-8", "replace") if isinstance(text, str) else text


def write(data: bytes, output: Path | None) -> None:
    """Prints the report, or writes the file. Raises OutputError."""
    if output is None:
        click.echo(data, nl=False)
        return
    if not output.exists() or output.is_file():
        from docgen.disk.atomic import write_whole

        write_whole(output, data.decode())
        return
    try:
        output.write_bytes(data)  # a pipe or a device stays what it is
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror}", "Name another file with --output.") from None
