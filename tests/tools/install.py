"""Fetch the migration tools that npm and PyPI carry into a folder (default: .tools) for `pytest -m tools`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# dbmate and supabase bring their programs as packages of their own: no script of an installation needs to run.
NPM = (
    "dbmate@2.36.0",
    "drizzle-kit@0.31.11",
    "drizzle-orm@0.45.4",
    "graphile-migrate@1.4.1",
    "node-pg-migrate@9.0.0",
    "pg@8.23.1",
    "supabase@3.1.0",
)
PYPI = ("alembic==1.20.1", "Django==5.2.19", "psycopg[binary]==3.3.9", "yoyo-migrations==9.0.0")


def main() -> None:
    """Install what is not there yet; the folder is the first argument."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".tools").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = "\n".join((*NPM, *PYPI))
    done = folder / "installed.txt"
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*command, *NPM], check=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "python")], check=True)
    pip = [str(folder / "python" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PYPI], check=True)
    done.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
