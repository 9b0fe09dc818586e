"""Report: everything that does not travel from a catalog to a target, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.analysis.portability import platform
from docgen.analysis.portability.dependents import Dependents
from docgen.analysis.portability.extensions import extensions
from docgen.analysis.portability.majors import majors
from docgen.analysis.portability.obstacle import obstacle
from docgen.analysis.portability.roles import roles
from docgen.analysis.portability.superuser import superuser
from docgen.analysis.targets import targets
from docgen.model.catalog import Catalog
from docgen.model.migration import Migration
from docgen.model.portability import Obstacle, Portability

_ORDER = ("blocks", "decision", "note")


def portability(
    catalog: Catalog, migrations: Iterable[Migration], role: str, target: str, major: int | None = None
) -> Portability:
    """The report for the target of that name; ``role`` ran the migrations, ``major`` None is the target's newest."""
    place = targets()[target]
    wanted = major or place.major
    dependents = Dependents(catalog)
    found = [
        *extensions(catalog, dependents, place, wanted),
        *platform.schemas(catalog, dependents, migrations, place),
        *platform.roles(catalog, place),
        *platform.publications(catalog, place),
        *roles(catalog, role, place),
        *superuser(catalog, dependents, place),
        *majors(catalog, dependents, wanted),
        *_unread(catalog),
    ]
    unsure = place.unsure
    if wanted != place.major:
        unsure += (f"The table of extensions is that of PostgreSQL {place.major}: versions were not compared.",)
    return Portability(
        version=1,
        target=target,
        title=place.title,
        major=wanted,
        listed_major=place.major,
        dated=place.dated,
        sources=place.sources,
        unsure=unsure,
        obstacles=tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), one.kind, one.name, one.message))),
    )


def _unread(catalog: Catalog) -> Iterator[Obstacle]:
    for what in catalog.unknown:
        yield obstacle(
            "note", "not read", what, f"The database has {what}, which docgen does not read.", "Look at it by hand."
        )
    for sentence in catalog.unreadable:
        yield obstacle("note", "not read", sentence, sentence, "Ask a role that may read it.")
