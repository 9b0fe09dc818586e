"""The texts of the catalog queries for each server version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docgen.postgres.catalog
from docgen.postgres.catalog.statements import catalogs, rows, statement
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import Cluster

QUERIES = sorted(path.stem for path in (Path(docgen.postgres.catalog.__file__).parent / "queries").glob("*.sql"))


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("major", [14, 15, 16, 17, 18, 19])
def test_no_mark_of_a_version_is_left(name: str, major: int) -> None:
    assert "-- since" not in statement(name, major)


@pytest.mark.parametrize("name", QUERIES)
def test_every_version_gives_the_same_columns(name: str) -> None:
    aliases = [re.findall(r" as (\w+)(?:,|\n)", statement(name, major)) for major in (14, 15, 16, 17)]
    assert [re.findall(r" as (\w+)(?:,|\n)", statement(name, 18))] * 4 == aliases


@pytest.mark.parametrize("name", QUERIES)
def test_house_rules_of_queries(name: str) -> None:
    text = statement(name, 18)
    code = re.sub(r"--.*|'[^']*'", "", text)
    assert text.startswith("-- "), "the first line says what the query gives"
    assert "order by" in text
    assert code == code.lower()
    assert catalogs(name, 18)


def test_a_line_has_an_expression_for_each_version() -> None:
    lines = {
        major: [line.strip() for line in statement("collations", major).splitlines() if " as locale" in line]
        for major in (14, 15, 16, 17, 18)
    }
    assert lines == {
        14: ["null::text as locale,"],
        15: ["c.colliculocale as locale,"],
        16: ["c.colliculocale as locale,"],
        17: ["c.colllocale as locale,"],
        18: ["c.colllocale as locale,"],
    }
    assert "contype = 'n'" in statement("columns", 18)
    assert "contype = 'n'" not in statement("columns", 17)


def test_rows_are_decoded_a_few_at_a_time(server: Cluster) -> None:
    with connect(server.url()) as connection:
        answer = connection.cursor(binary=True).execute("select n, n::text from generate_series(1, 1201) as n")
        some = rows(answer)
        assert (next(some), answer.rownumber) == ((1, "1"), 500)
        assert list(some) == [(number, str(number)) for number in range(2, 1202)]
