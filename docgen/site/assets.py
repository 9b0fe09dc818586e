"""What the site's pages load, and its licences: written beside the pages, told from there by the theme."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Iterator
from pathlib import Path

from docgen.disk.atomic import make_folder, write_whole
from docgen.render.mkdocs_base import ASSETS

# A wheel has them beside the assets, a checkout at its top.
_LICENCES = {"license.txt": "LICENSE", "third-party-notices.txt": "THIRD-PARTY-NOTICES.md"}


def assets() -> Iterator[tuple[str, bytes]]:
    """The files that the site's pages load, with their licences: (path below the docs folder, content).

    git does not see them.
    """
    yield f"{ASSETS}/.gitignore", b"*\n"
    folder = importlib.resources.files("docgen").joinpath("assets")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith((".js", ".css")):
            yield f"{ASSETS}/{file.name}", file.read_bytes()
    for name, source in _LICENCES.items():
        inside = folder.joinpath(name)
        checkout = Path(__file__).resolve().parent.parent.parent / source
        yield f"{ASSETS}/{name}", inside.read_bytes() if inside.is_file() else checkout.read_bytes()


def write_assets(docs: Path, made: Iterable[tuple[str, bytes]] = ()) -> None:
    """Put the assets below ``docs``, and what is ``made`` of the project beside them, touching only what differs.

    ``made``: (name, content). Raises OutputError when the disk refuses.
    """
    make_folder(docs / ASSETS)
    files = {**dict(assets()), **{f"{ASSETS}/{name}": content for name, content in made}}
    for path, content in files.items():
        if not _holds(docs / path, content):
            write_whole(docs / path, content)


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False  # writing it says what is wrong
