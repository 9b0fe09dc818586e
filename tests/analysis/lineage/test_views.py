"""The lineage of views: by hand for every form of query, and held against pg_depend on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.analysis.lineage.graph import Lineage, lineage
from docgen.postgres.cluster import Cluster
from docgen.postgres.connect import connect
from docgen.postgres.introspect import read_catalog
from docgen.sql.lineage.nouns import ColumnOf
from docgen.sql.split import split
from tests.postgres.test_introspect import role_exists

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/lineage"
DATABASES = {
    "views": (CASES / "views.sql",),
    "portal": (ROOT / "examples/portal/live.sql",),
    "rich": (ROOT / "tests/cases/catalog/roles.sql", ROOT / "tests/cases/catalog/schema.sql"),
    "shapes": (ROOT / "tests/cases/ddl/shapes.sql",),
}


def spelled(column: ColumnOf) -> str:
    return f"{column.relation}.{column.column}"


def shown(found: Lineage) -> str:
    """The lineage as the cases write it: one line for a column, one for what else is read."""
    lines = []
    for view in found.views.values():
        lines.append(f"{view.relation}{': ' + view.problem if view.problem else ''}")
        for column in view.columns:
            how = "=" if column.copied else "<"
            by = f"  by {' | '.join(column.expressions)}" if column.expressions else ""
            lines.append(f"  {column.name} {how} {', '.join(map(spelled, column.sources)) or 'nothing'}{by}")
        if view.conditions:
            lines.append(f"  besides {', '.join(map(spelled, view.conditions))}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def read(server: Cluster) -> Iterator[dict[str, Lineage]]:
    found = {}
    for name, files in DATABASES.items():
        with server.database(f"lineage_{name}") as url:
            with psycopg.connect(url, autocommit=True) as connection:
                for file in files:
                    if file.name == "roles.sql" and role_exists(url):
                        continue
                    text = file.read_text(encoding="utf-8")
                    for start, end in split(text):
                        connection.execute(text[start:end].encode())
            with connect(url) as reader:
                found[name] = lineage(read_catalog(reader, ()))
    yield found


def test_every_form_of_query(read: dict[str, Lineage]) -> None:
    assert shown(read["views"]) == (CASES / "views.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DATABASES)
def test_postgresql_records_the_same_columns(read: dict[str, Lineage], name: str) -> None:
    views = read[name].views.values()
    assert views
    wrong = {
        str(view.relation): (view.problem, view.unread, view.unrecorded)
        for view in views
        if view.problem or view.unread or view.unrecorded
    }
    assert wrong == {}
