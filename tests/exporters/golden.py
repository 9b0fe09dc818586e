"""Renew the exports of the case: python -m tests.exporters.golden."""

from __future__ import annotations

from tests.exporters.test_exporters import CASES, EXPORTERS, case

if __name__ == "__main__":
    for name, export in EXPORTERS.items():
        (CASES / "exports" / name).write_text(export(case(), "Shop"))
