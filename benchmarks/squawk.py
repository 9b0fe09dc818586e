"""Squawk: which statements squawk's rule on repeatable migrations complains of, to set docgen's figures beside them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docgen.model.migration import Migration

RULE = "prefer-robust-stmts"
Place = tuple[int, int]


def command() -> str | None:
    """The path of the squawk beside the Python that runs, else the one on the search path; None if there is none."""
    return shutil.which("squawk", path=str(Path(sys.executable).parent)) or shutil.which("squawk")


def complaints(squawk: str, migrations: Sequence[Migration]) -> dict[str, list[Place]]:
    """For each file (line, column) from 1 of what the rule complains of. It reads the up side alone, as docgen does."""
    with tempfile.TemporaryDirectory() as folder:
        names = {str(Path(folder) / f"{number:06}.sql"): one for number, one in enumerate(migrations)}
        for name, migration in names.items():
            Path(name).write_text(migration.sql, encoding="utf-8", newline="")
        result = subprocess.run([squawk, "--reporter", "json", *names], capture_output=True, text=True, check=False)
    found: dict[str, list[Place]] = {}
    for one in json.loads(result.stdout or "[]"):
        if one["rule_name"] == RULE:
            found.setdefault(names[one["file"]].path, []).append((one["line"] + 1, one["column"] + 1))
    return found
