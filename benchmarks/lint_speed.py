"""What docgen lint costs over many migrations, beside squawk with its rule on repeatable migrations, in turns.

pip install -r benchmarks/requirements.txt; python benchmarks/lint_speed.py FOLDER [--rounds 5]

FOLDER holds projects at any depth. Both tools get the same files: the up sides, as docgen tells them by the tool.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from measure import Cost, Server, median, run
from report import machine
from squawk import RULE, command

from docgen import sources
from docgen.errors import SourceError

# Whatever squawk 2.70 knows beside RULE; a syntax error cannot be left out.
OTHER_RULES = (
    "adding-field-with-default,adding-foreign-key-constraint,adding-not-nullable-field,adding-required-field,"
    "adding-serial-primary-key-field,ban-alter-domain-with-add-constraint,ban-alter-generated-expression,"
    "ban-alter-identity,ban-char-field,ban-concurrent-index-creation-in-transaction,"
    "ban-create-domain-with-constraint,ban-disable-trigger,ban-drop-column,ban-drop-constraint,ban-drop-database,"
    "ban-drop-default,ban-drop-domain,ban-drop-extension,ban-drop-function,ban-drop-generated-expression,"
    "ban-drop-index,ban-drop-not-null,ban-drop-policy,ban-drop-schema,ban-drop-sequence,ban-drop-table,"
    "ban-drop-type,ban-drop-view,ban-replica-identity,ban-revoke,ban-set-default,ban-set-schema,"
    "ban-truncate-cascade,ban-uncommitted-transaction,changing-column-type,constraint-missing-not-valid,"
    "disallowed-unique-constraint,identifier-too-long,prefer-bigint-over-int,prefer-bigint-over-smallint,"
    "prefer-identity,prefer-repack,prefer-text-field,prefer-timestamp-tz,renaming-column,renaming-object,"
    "renaming-table,require-concurrent-index-creation,require-concurrent-index-deletion,"
    "require-concurrent-partition-detach,require-concurrent-reindex,require-enum-value-ordering,"
    "require-lock-timeout,require-statement-timeout,require-table-schema,require-timeout-settings,"
    "transaction-nesting"
)
BASE = f"squawk, {RULE} alone"
FOUND = (0, 1)  # both exit with 1 when there are findings


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 2 without squawk or without migrations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    squawk = command()
    if squawk is None:
        print("squawk is not installed: pip install -r benchmarks/requirements.txt", file=sys.stderr)
        return 2
    chains = _chains(options.folder.resolve())
    files = [file for found in chains.values() for file in found]
    if not files:
        print(f"there are no migrations below {options.folder}", file=sys.stderr)
        return 2
    size = sum(Path(file).stat().st_size for file in files)
    print(f"{machine()}. {len(files):,} files in {len(chains)} folders, {size / 1e6:.1f} MB.")
    print(f"Medians of {options.rounds} rounds in turns, fresh processes; `python benchmarks/lint_speed.py FOLDER`.\n")
    everything = _measured(squawk, list(chains), files, options.rounds)
    print("\n".join(_table("All files", everything)), end="\n\n")
    middle = sorted(files, key=lambda file: Path(file).stat().st_size)[len(files) // 2]
    with tempfile.TemporaryDirectory() as folder:
        alone = str(shutil.copy(middle, Path(folder) / "migration.sql"))
        print("\n".join(_table("One file of the middle size", _measured(squawk, [alone], [alone], options.rounds))))
    return 0


def _chains(root: Path) -> dict[str, list[str]]:
    """The folders of migrations and the files that docgen judges in each; folders that it refuses are left out."""
    folders = set()
    for file in root.rglob("*.sql"):
        if file.is_file():
            folders.add(file.parent.parent if file.name in ("up.sql", "migration.sql") else file.parent)
    chains = {}
    for folder in sorted(folders):
        try:
            found = sources.read(folder, folder).migrations
        except SourceError as error:
            print(f"left out: {error.message}", file=sys.stderr)
            continue
        chains[str(folder)] = [str(folder / one.path) for one in found]
    return chains


def _measured(squawk: str, paths: Sequence[str], files: Sequence[str], rounds: int) -> dict[str, Cost]:
    lint = [str(Path(sys.executable).with_name("docgen")), "lint", "--format", "json"]
    rivals = {
        BASE: [squawk, "--reporter", "json", "--exclude", OTHER_RULES, *files],
        "squawk, its default rules": [squawk, "--reporter", "json", *files],
        "docgen lint, cold": [*lint, "--no-cache", *paths],
        "docgen lint, warm": [*lint, *paths],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in rivals}
    with tempfile.TemporaryDirectory() as place:
        # What is installed has its bytecode: a checkout may lie where none is written.
        bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}
        own = {"XDG_CACHE_HOME": place, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        environment: Mapping[str, str] = own | bytecode
        here = Path(place)
        for name in ("docgen lint, warm", "docgen lint, cold"):
            run(rivals[name], environment, here, Server(None), FOUND)
        for _ in range(rounds):
            for name, words in rivals.items():
                costs[name].append(run(words, environment, here, Server(None), FOUND))
    return {name: median(found) for name, found in costs.items()}


def _table(title: str, costs: Mapping[str, Cost]) -> list[str]:
    base = costs[BASE]
    lines = [
        f"### {title}",
        "",
        "| | CPU s | × squawk | wall s | × squawk | peak MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, cost in costs.items():
        work, wall = cost.client / base.client, cost.wall / base.wall
        figures = f"{cost.client:.3f} | {work:.2f} | {cost.wall:.3f} | {wall:.2f} | {cost.peak:.0f}"
        lines.append(f"| {name} | {figures} |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
