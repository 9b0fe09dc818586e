"""Where the configuration speaks of migrations that a consolidation has archived."""

from __future__ import annotations

from pathlib import Path

from docgen.consolidation.plan import Plan
from docgen.consolidation.write import outdated
from docgen.model.migration import Migration
from docgen.sources.convention import successor

CONFIGURATION = """\
[[checks]]
after = "20250101000000"
remedy = "20250101000000 again."
[[consolidate.decisions]]
statement = "migrations/20250101000000_start.sql:2"
reason = "20250102000000 does it."
[[phases]]
last = "202501"
"""


def test_each_place_is_told_with_what_to_write_there(tmp_path: Path) -> None:
    file = tmp_path / "docgen.toml"
    file.write_text(CONFIGURATION)
    archived = tuple(
        Migration(version=version, name=name, path=f"migrations/{version}_{name}.sql", sql="", digest="")
        for version, name in (("20250101000000", "start"), ("20250102000000", "more"))
    )
    new = successor("supabase", archived[-1], None, "together")
    plan = Plan(new, "", archived, (), (), (), (), "", False, None)

    assert outdated(file, plan) == [
        "docgen.toml:2 names 20250101000000, which is archived: write 20250102000001",
        "docgen.toml:5 names 20250101000000, which is archived: take the decision out",
    ]
