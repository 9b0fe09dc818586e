"""Drift: the same 75 changes of a database shown to docgen, results, migra and pg-delta; prints who reports which.

    python benchmarks/drift.py --venv /tmp/drift-tools --node /tmp/drift-node

``--venv``: a virtual environment with ``pip install results migra psycopg2-binary``; ``--node``: a folder with
``npm install @supabase/pg-delta@1.0.0-alpha.34``. A tool whose place is not given is left out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from docgen.analysis.diff import diff
from docgen.analysis.drift import kept
from docgen.analysis.level import Servers, level
from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.binaries import find_binaries
from docgen.postgres.server.cluster import Cluster, run_cluster
from docgen.sql.split import split

HERE = Path(__file__).parent
Tool = Callable[[str, str], str]  # expected, actual: what the tool says


def docgen(expected: str, actual: str) -> str:
    """What docgen drift reports of two databases."""
    before, after = _read(expected), _read(actual)
    changes = kept(diff(*level(before, after, Servers(1, 1))), ())
    return "\n".join(f"{one.object_kind} {one.object} {one.attribute} {one.kind}" for one in changes)


def _read(url: str) -> Catalog:
    with connect(url) as connection:
        return read_catalog(connection)


def _program(*command: str) -> Tool:
    """What the program writes to standard output; its complaints are no report."""
    return lambda expected, actual: subprocess.run(
        [one.format(expected=expected, actual=actual) for one in command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    ).stdout.strip()


def tools(venv: Path | None, node: Path | None) -> dict[str, Tool]:
    """The tools that are there, by name."""
    found: dict[str, Tool] = {"docgen": docgen}
    if venv:
        for name, words in (("results", ("dbdiff",)), ("migra", ("--unsafe",))):
            found[name] = _program(f"{venv}/bin/{name}", *words, "--with-privileges", "{expected}", "{actual}")
    if node:
        program = f"{node}/node_modules/.bin/pgdelta"
        found["pg-delta"] = _program(program, "diff", "--source", "{expected}", "--desired", "{actual}")
    return found


def changes() -> Iterator[tuple[str, str]]:
    """Name and SQL of every change."""
    text = (HERE / "drift_changes.sql").read_text(encoding="utf-8").partition("\n")[2]
    for part in text.split("-- ")[1:]:
        name, _, sql = part.partition("\n")
        yield name, sql


def apply(url: str, text: str) -> None:
    """Each statement on its own: some want no transaction around them."""
    with psycopg.connect(url, autocommit=True) as writer:
        for start, end in split(text):
            writer.execute(text[start:end].encode())


def main() -> None:
    """Prints the table; one line for each change goes to standard error as it is done."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--venv", type=Path)
    parser.add_argument("--node", type=Path)
    parser.add_argument("--only", help="The name of one change: print what each tool says of it.")
    options = parser.parse_args()
    asked = tools(options.venv, options.node)
    chosen = [(name, sql) for name, sql in changes() if options.only in (None, name)]
    with run_cluster(find_binaries()) as cluster, cluster.database("expected") as expected:
        apply(expected, "create role drift_reader; create role drift_owner;")
        apply(expected, (HERE / "drift_base.sql").read_text(encoding="utf-8"))
        equal = _answers(cluster, expected, "", asked)  # what a tool says of two equal databases is no report
        rows = []
        for name, sql in chosen:
            answers = _answers(cluster, expected, sql, asked)
            rows.append((name, [answers[tool] != equal[tool] for tool in asked]))
            print(f"{name}: {' '.join('yes' if one else 'no' for one in rows[-1][1])}", file=sys.stderr)
            if options.only:
                print("\n".join(f"--- {tool}\n{text}" for tool, text in answers.items()), file=sys.stderr)
    print(f"| Change | {' | '.join(asked)} |\n|{' --- |' * (1 + len(asked))}")
    for name, told in rows:
        print(f"| {name} | {' | '.join('yes' if one else '**no**' for one in told)} |")
    totals = [sum(told[number] for _, told in rows) for number in range(len(asked))]
    print(f"| **all {len(rows)}** | {' | '.join(map(str, totals))} |")
    noisy = [tool for tool, text in equal.items() if text and not text.startswith("No differences")]
    print(f"\nOf two equal databases {' and '.join(noisy) or 'no tool'} reports a difference.")


def _answers(cluster: Cluster, expected: str, sql: str, asked: dict[str, Tool]) -> dict[str, str]:
    with cluster.database("actual") as actual:
        apply(actual, (HERE / "drift_base.sql").read_text(encoding="utf-8"))
        apply(actual, sql)
        try:
            return {tool: ask(expected, actual) for tool, ask in asked.items()}
        finally:
            if "create subscription" in sql:  # a database with one cannot be dropped
                apply(actual, "drop subscription extra")


if __name__ == "__main__":
    main()
