"""Exports read by the parsers of those who made the formats (make test-exports installs them)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from docgen.config.workspace import load
from docgen.read.project import read_snapshot
from tests.exporters.test_exporters import EXPORTERS, case

ROOT = Path(__file__).parent.parent.parent
MODULES = ROOT / ".parsers" / "node_modules"
LIAM = MODULES / "@liam-hq/cli/dist-cli/bin/cli.js"
EXPECTED = {
    "portal": {"tables": 22, "enums": 9, "references": 24, "diagram": "er"},
    "shop": {"tables": 5, "enums": 1, "references": 4, "diagram": "er"},
}


@pytest.mark.exports
@pytest.mark.parametrize("name", EXPECTED)
def test_what_the_parsers_find(name: str, tmp_path: Path) -> None:
    snapshot = read_snapshot(load(ROOT / "examples" / "portal"))
    assert snapshot is not None
    catalog = case() if name == "shop" else snapshot.catalog
    for file, export in EXPORTERS.items():
        (tmp_path / file).write_text(export(catalog, "T"))
    reader = ["node", str(Path(__file__).with_name("read.mjs")), str(MODULES), str(tmp_path)]
    found = subprocess.run(reader, check=True, capture_output=True, text=True).stdout
    assert json.loads(found) == EXPECTED[name]
    command = ["node", str(LIAM), "erd", "build", "--format", "tbls", "--input", "schema.json", "--output-dir", "erd"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert len(json.loads((tmp_path / "erd/schema.json").read_text())["tables"]) == len(catalog.relations)
