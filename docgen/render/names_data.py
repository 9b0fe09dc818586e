"""Names data: what the site's search answers by name at once, as the script that it reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from docgen.model.catalog import Catalog
from docgen.render.filters import visible
from docgen.render.links import page_path

FILE_NAME = "names-data.js"


def names_data(databases: Iterable[tuple[str, Catalog]]) -> str:
    """The script: ``window.docgenNames`` with [name, page without .md, columns] of every table, view and function.

    ``databases``: of each the folder of its pages below the docs folder, "" for a site's only one.
    """
    rows = (json.dumps(row, separators=(",", ":")) for folder, catalog in databases for row in _rows(folder, catalog))
    return "window.docgenNames=[\n" + ",\n".join(rows) + "\n];\n"


def _rows(folder: str, catalog: Catalog) -> Iterator[list[object]]:
    below = f"{folder}/" if folder else ""
    for relation in catalog.relations:
        if relation.partition_of is None:
            page = page_path("relation", relation.id).removesuffix(".md")
            names = [visible(column.name) for column in relation.columns]
            yield [visible(f"{relation.schema}.{relation.name}"), f"{below}{page}", names]
    for name in dict.fromkeys(routine.id for routine in catalog.routines):
        page = page_path("routine", name).removesuffix(".md")
        yield [visible(f"{name.schema}.{name.name}"), f"{below}{page}", []]
