"""Databases on the way: what the originals rest on is made before the first of them runs there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.consolidation.chain import chain, consolidate, written

CASES: list[dict[str, str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "consolidate" / "catch_up.toml").read_text()
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_extensions_come_before_the_originals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case: dict[str, str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    files = {
        "20250101000000_start.sql": "create table docs (id int);\n",
        "20250102000000_places.sql": case["made"],
        "20250103000000_rest.sql": "create type placed as (at vector(3));\nalter table docs rename column id to key;\n",
    }
    root = chain(tmp_path, files)
    code = consolidate(root, "--write")
    assert (code, "state of the chain it ends at the same schema and rows (2 states)" in capsys.readouterr().out) == (
        0,
        True,
    )
    assert case["early"] in written(root)
