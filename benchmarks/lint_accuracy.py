"""Lint accuracy: runs folders of migrations twice on a scratch server and counts how often lint is right.

    python benchmarks/lint_accuracy.py [--kinds] [--wrong] [--setup FILE] FOLDER ...

Every file runs once; then each of its statements runs again by itself, and what that changed is undone before the
next file. docgen judges the same files without a server; so does squawk where it is installed (squawk-cli on PyPI).
Prints Markdown: a row for each folder, with --kinds one for each kind of statement; --wrong lists the wrong answers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import squawk
from tally import Tally, of_docgen, of_squawk
from twice import Judged, run_twice

from docgen.lint.run import lint
from docgen.model.migration import MigrationSet
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.sources import read

FAMILIES = ("rerun", "duplicate", "data")
HEAD = (
    "project",
    "tool",
    "files",
    "statements",
    "ran the first time",
    *(f"{family} {figure}" for family in FAMILIES for figure in ("recall", "precision")),
    "squawk recall",
    "squawk precision",
)


@dataclass
class Measured:
    """The figures of one folder."""

    name: str
    tool: str = ""
    files: int = 0
    statements: int = 0
    ran: int = 0
    docgen: dict[str, Tally] = field(default_factory=lambda: {family: Tally() for family in FAMILIES})
    squawk: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """Its row of the table."""
        first = f"{100 * self.ran / self.statements:.1f} %" if self.statements else "-"
        shares = [share for family in FAMILIES for share in (self.docgen[family].recall, self.docgen[family].precision)]
        figures = (f"{self.files:,}", f"{self.statements:,}", first)
        return (self.name, self.tool, *figures, *shares, self.squawk.recall, self.squawk.precision)

    def add(self, other: Measured) -> None:
        """Adds another folder's figures."""
        self.files += other.files
        self.statements += other.statements
        self.ran += other.ran
        self.squawk.update(other.squawk)
        for family, tally in other.docgen.items():
            self.docgen[family].update(tally)


def main(arguments: Sequence[str]) -> int:
    """Measures each folder and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--name", action="append", default=[], help="what the table calls a folder, in their order")
    parser.add_argument("--source", default="auto", help="the migration tool, where the files do not tell")
    parser.add_argument("--setup", type=Path, action="append", default=[], help="SQL that runs before the first file")
    parser.add_argument("--kinds", action="store_true", help="a table by kind of statement too")
    parser.add_argument("--wrong", action="store_true", help="list each wrong answer and each first run that failed")
    options = parser.parse_args(arguments)
    setup = tuple((str(path), path.read_text()) for path in options.setup)
    total = Measured("all")
    rows = []
    for number, folder in enumerate(options.folders):
        name = options.name[number] if number < len(options.name) else folder.as_posix()
        measured = measure(name, read(folder, folder, options.source), setup)
        total.add(measured)
        rows.append(measured.row())
        if options.wrong:
            print(*measured.refused, *measured.wrong, sep="\n", file=sys.stderr)
    if len(rows) > 1:
        rows.append(total.row())
    print(*_table(HEAD, rows), sep="\n")
    if options.kinds:
        print("", *_kinds(total), sep="\n")
    return 0


def measure(name: str, migrations: MigrationSet, setup: tuple[tuple[str, str], ...]) -> Measured:
    """Runs the migrations twice and holds what the linters say against it."""
    measured = Measured(name, migrations.source, len(migrations.migrations))
    found = lint(migrations.migrations)
    binary = squawk.command()
    complaints = squawk.complaints(binary, migrations.migrations) if binary else {}
    scratch = ShadowOptions(preset="supabase" if migrations.source == "supabase" else "none", setup=setup)
    with open_shadow(scratch) as shadow:
        shadow.replay(())
        twice = run_twice(shadow.url, shadow.administrator, migrations.migrations)
        for migration, judged in zip(migrations.migrations, twice, strict=True):
            measured.statements += len(judged)
            measured.ran += sum(not one.first for one in judged)
            measured.refused.extend(_refused(one) for one in judged if one.first)
            tallies, wrong = of_docgen(judged, [one for one in found if one.file == migration.path])
            measured.wrong.extend(wrong)
            for family, tally in tallies.items():
                measured.docgen[family].update(tally)
            if binary:
                measured.squawk.update(of_squawk(judged, complaints.get(migration.path, ())))
    return measured


def _refused(one: Judged) -> str:
    return f"{one.file}:{one.statement.line}: first run {one.first} {one.reason}"


def _kinds(total: Measured) -> list[str]:
    head = ("statement", "raises and told", "missed", "false", "neither", "squawk: told", "missed", "false")
    ours, theirs = total.docgen["rerun"], total.squawk
    rows = [
        (
            kind,
            *(f"{count[kind]:,}" for count in (ours.right, ours.missed, ours.false, ours.silent)),
            *(f"{count[kind]:,}" for count in (theirs.right, theirs.missed, theirs.false)),
        )
        for kind in ours.kinds
    ]
    return _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
