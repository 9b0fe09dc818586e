"""Golden pages: each case's catalog and the pages that it must give. Renew them: python -m tests.render.golden."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from docgen.model.catalog import Catalog
from docgen.model.migration import Migration, Touch
from docgen.model.name import Name
from docgen.model.snapshot import Snapshot
from docgen.model.status import ComponentStatus, Status
from docgen.render.document import Document
from docgen.render.pages import pages

CASES = Path(__file__).parent.parent / "cases" / "pages"
# Whatever judges has tests of its own.
ELSEWHERE = ("SCHEMA-STATUS.md", "migrations/")


def document(case: Path) -> Document:
    """The document of a case: its catalog, one migration that made all relations, one component with all of them."""
    catalog = msgspec.json.decode((case / "catalog.json").read_bytes(), type=Catalog)
    notes = case / "notes"
    names = tuple(relation.id for relation in catalog.relations)
    return Document(
        title="Shop",
        description="What is sold, and to **whom**.",
        snapshot=Snapshot(catalog=catalog, origin="migrations"),
        migrations=(Migration(version="1", name="shop", path="migrations/0001_shop.sql", sql="", digest=""),),
        touches=tuple(_touch(name) for name in names),
        status=Status(
            components=(ComponentStatus(name="Sales", page="core/sales", note="All of it.", relations=names),)
        ),
        notes={path.relative_to(notes).as_posix(): path.read_text() for path in sorted(notes.rglob("*.md"))},
    )


def _touch(name: Name) -> Touch:
    path = "migrations/0001_shop.sql"
    return Touch(path=path, version="1", line=1, verb="create", kind="table", object=str(name))


def made(case: Path) -> dict[str, str]:
    """The pages of a case by path."""
    return {page.path: page.text for page in pages(document(case)) if not page.path.startswith(ELSEWHERE)}


def expected(case: Path) -> dict[str, str]:
    """The pages as they are kept."""
    folder = case / "expected"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.*")}


def renew() -> None:
    """Keep the pages as they are made now."""
    for case in sorted(CASES.iterdir()):
        shutil.rmtree(case / "expected", ignore_errors=True)
        for path, text in made(case).items():
            file = case / "expected" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


if __name__ == "__main__":
    renew()
