"""The catalogs of databases with views of every form, read from a real server once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import Cluster
from docgen.sql.split import split
from tests.postgres.catalog.test_introspect import role_exists

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/lineage"
DATABASES = {
    "views": (CASES / "views.sql",),
    "portal": (ROOT / "examples/portal/live.sql",),
    "rich": (ROOT / "tests/cases/catalog/roles.sql", ROOT / "tests/cases/catalog/schema.sql"),
    "shapes": (ROOT / "tests/cases/ddl/shapes.sql",),
}


@pytest.fixture(scope="module")
def catalogs(server: Cluster) -> Iterator[dict[str, Catalog]]:
    found = {}
    for name, files in DATABASES.items():
        with server.database(f"lineage_{name}") as url:
            texts = [
                file.read_text(encoding="utf-8") for file in files if file.name != "roles.sql" or not role_exists(url)
            ]
            found[name] = _catalog(url, texts)
    yield found


@pytest.fixture(scope="module")
def generated(server: Cluster) -> Iterator[Catalog]:
    """A hundred views put together at random, the same ones every time."""
    with server.database("lineage_generated") as url:
        yield _catalog(url, [generate(random.Random(6), 100)])


def _catalog(url: str, texts: list[str]) -> Catalog:
    with psycopg.connect(url, autocommit=True) as connection:
        for text in texts:
            for start, end in split(text):
                connection.execute(text[start:end].encode())
    with connect(url) as reader:
        return read_catalog(reader, ())


def generate(chance: random.Random, views: int) -> str:
    """Three tables, and views that join, group, unite and nest them and each other."""
    tables = [f"t{number}" for number in range(3)]
    made = [f"create table {name} (a int, b int, c text, d text);" for name in tables]
    for number in range(views):
        one, other = chance.sample(tables, 2)
        value = chance.choice(("x.a + y.b", "coalesce(x.a, y.a)", "case when x.c = y.c then x.b else y.a end", "x.b"))
        text = chance.choice(("x.c || y.d", "upper(y.c)", "(select max(z.d) from t0 z where z.a = x.a)", "y.d"))
        source = chance.choice((f"{one} x join {other} y on x.a = y.a", f"{one} x left join {other} y using (a)"))
        query = f"select {value} as a, min(x.b) over (partition by y.c) as b, {text} as c, x.d from {source}"
        forms = (
            query,
            f"with w as ({query}) select w.a, w.b, w.c, w.d from w where w.b > 1",
            f"select max(q.a) as a, count(*)::int as b, q.c, min(q.d) as d from ({query}) q group by q.c",
            f"{query} union all select b, a, d, c from {other}",
        )
        made.append(f"create view v{number} as {chance.choice(forms)};")
        if chance.random() < 0.3:
            tables.append(f"v{number}")
    return "\n".join(made)
