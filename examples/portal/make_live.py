"""Writes live.sql: the production database of the example, made of its migrations and of what drifted."""

from __future__ import annotations

from pathlib import Path

from docgen.sql.split import split

HERE = Path(__file__).parent
# Failed in production, were rolled back, and were marked as applied by hand.
MARKED = ("20250611091500", "20250612083000", "20250624150000", "20250625081500", "20250819101500")
# Written, not applied yet.
PENDING = ("20250828134500", "20250902080000")
ROW = "insert into supabase_migrations.schema_migrations (version, name, statements) values"
HEADER = """\
-- The portal's production database, which differs from what the migrations say. For an empty database on
-- PostgreSQL 14 to 18, with or without Supabase; needs a superuser. Made by make_live.py from the migrations and
-- the files in live/: change those.

"""


def live() -> str:
    """The text of live.sql."""
    apply = (HERE / "live/apply.sql").read_text(encoding="utf-8")
    parts = (
        (HERE / "live/before.sql").read_text(encoding="utf-8"),
        "-- The history as the Supabase command line keeps it, with the statements of every migration.\n\n"
        + "\n".join(_history_row(path) for path in _applied()),
        apply.replace(":marked", ", ".join(f"'{version}'" for version in MARKED)),
        (HERE / "live/after.sql").read_text(encoding="utf-8"),
    )
    return HEADER + "\n".join(parts)


def _applied() -> list[Path]:
    files = sorted((HERE / "supabase/migrations").glob("*.sql"))
    return [path for path in files if not path.name.startswith(PENDING)]


def _history_row(path: Path) -> str:
    version, _, name = path.stem.partition("_")
    sql = path.read_text(encoding="utf-8")
    statements = ",\n".join(f"$statement${sql[start:end]}$statement$" for start, end in split(sql))
    return f"{ROW} ('{version}', '{name}', array[\n{statements}\n]);\n"


if __name__ == "__main__":
    (HERE / "live.sql").write_text(live(), encoding="utf-8")
