"""What functions, triggers, policies and generated columns read and write, by parsing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from docgen.analysis.lineage.graph import Lineage, lineage
from docgen.analysis.lineage.nouns import RoutineLineage
from docgen.model.catalog import Catalog, Routine
from docgen.model.name import Name
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import Cluster
from docgen.sql.lineage.nouns import ColumnOf
from docgen.sql.split import split

CASES = Path(__file__).parents[3] / "tests/cases/lineage"
PERSON = Name("app", "person")


def spelled(column: ColumnOf) -> str:
    return f"{column.relation}.{column.column}"


def shown(found: Lineage) -> str:
    """The lineage as the cases write it."""
    lines = []
    for routine in (one for overloads in found.routines.values() for one in overloads):
        lines.append(f"{routine.routine}{' runs what it makes' if routine.dynamic else ''}{routine.problem}")
        lines += [f"  reads {', '.join(map(spelled, routine.reads))}"] if routine.reads else []
        for write in routine.writes:
            sign = "=" if write.copied else "<"
            made = f" {sign} {', '.join(sorted(map(spelled, write.sources)))}" if write.sources else ""
            lines.append(f"  {write.verb} {spelled(write.target)}{made}")
    for part in (one for parts in found.parts.values() for one in parts):
        lines.append(f"{part.kind} {part.name} of {part.relation} reads {', '.join(map(spelled, part.reads))}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def read(server: Cluster) -> Iterator[Lineage]:
    text = (CASES / "routines.sql").read_text(encoding="utf-8")
    with server.database("lineage_routines") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for start, end in split(text):
                connection.execute(text[start:end].encode())
        with connect(url) as reader:
            yield lineage(read_catalog(reader, ()))


def test_everything_that_reads_and_writes(read: Lineage) -> None:
    assert shown(read) == (CASES / "routines.txt").read_text(encoding="utf-8")


def test_copies_go_through_functions_and_views(read: Lineage) -> None:
    copies = read.copies_of(PERSON, "email")
    assert [(spelled(one.target), one.copied, len(one.steps)) for one in copies] == [
        ("app.copy.mail", True, 1),
        ("app.kept.email", True, 1),
        ("app.log.who", True, 1),
        ("app.person.search", False, 1),
        ("app.z_through.email", True, 1),
        ("app.mails.mail", True, 2),
    ]


def test_origins_are_the_other_direction(read: Lineage) -> None:
    origins = read.origins_of(Name("app", "mails"), "mail")
    assert [(spelled(one.target), one.copied) for one in origins] == [
        ("app.copy.mail", True),
        ("app.log.who", True),
        ("app.person.email", True),
        ("app.person.name", True),
        ("app.person.Mixed", False),
    ]


def test_a_language_that_cannot_be_read_is_said_so() -> None:
    routine = Routine(
        schema="a", name="f", kind="function", arguments="", signature="", result="text", language="plpython3u",
        owner="a", definition="CREATE FUNCTION a.f() ...",
    )  # fmt: skip
    found = lineage(Catalog(routines=(routine,)))
    problem = "it is written in plpython3u"
    assert found.routines[routine.id] == [RoutineLineage(routine=routine.id, signature="", problem=problem)]
