"""Small chains of plain or Supabase migrations to consolidate."""

from __future__ import annotations

from pathlib import Path

from docgen.cli import run


def chain(root: Path, files: dict[str, str], configuration: str = "", tool: str = "supabase") -> Path:
    """A project with these migrations; the preset is left out, so that a start costs little."""
    folder = root / "supabase" / "migrations"
    folder.mkdir(parents=True)
    (root / "docgen.toml").write_text(
        f'migrations = "supabase/migrations"\nsource = "{tool}"\n{configuration}\n[shadow]\npreset = "none"\n'
    )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def consolidate(root: Path, *options: str) -> int:
    """The exit code of docgen consolidate --name all."""
    return run(["-C", str(root), "consolidate", "--name", "together", *options])


def written(root: Path) -> str:
    """The new migration."""
    return sorted(root.rglob("*_together.sql"))[-1].read_text()
