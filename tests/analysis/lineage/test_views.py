"""The lineage of views: by hand for every form of query, and held against pg_depend on a real server."""

from __future__ import annotations

import pytest

from docgen.analysis.lineage.graph import Lineage, lineage
from docgen.model.catalog import Catalog
from docgen.sql.lineage.nouns import ColumnOf
from tests.analysis.lineage.conftest import CASES, DATABASES


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
def read(catalogs: dict[str, Catalog]) -> dict[str, Lineage]:
    return {name: lineage(catalog) for name, catalog in catalogs.items()}


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
