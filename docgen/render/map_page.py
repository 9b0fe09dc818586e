"""The map's page: a place for the interactive map, and what it starts with as tables for who cannot see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, table
from docgen.render.links import MAP, link
from docgen.render.references import References


def map_page(document: Document, environment: Environment) -> Iterator[Page]:
    """The page map.md."""
    references = environment.references
    shown = [one for one in document.catalog.relations if one.partition_of is None]
    schemas = sorted({one.schema for one in shown})
    yield environment.page(
        "map.md.j2",
        MAP,
        database=Markdown(document.database),
        schemas=_groups(
            [(_schema_link(name, references), [one for one in shown if one.schema == name]) for name in schemas],
            {one.id: [at] for at, name in enumerate(schemas) for one in shown if one.schema == name},
            references,
        ),
        components=_components(document, references),
    )


def _schema_link(name: str, references: References) -> Markdown:
    return references.link(MAP, "schema", Name(name, ""), name)


def _components(document: Document, references: References) -> Markdown:
    components = document.status.components
    groups = [
        (
            link(MAP, f"{one.page}.md", Markdown.escape(one.name)),
            [references.relations[name] for name in one.relations if name in references.relations],
        )
        for one in components
    ]
    members: dict[Name, list[int]] = {}
    for at, component in enumerate(components):
        for name in component.relations:
            members.setdefault(name, []).append(at)
    return _groups(groups, members, references)


def _groups(
    groups: Sequence[tuple[Markdown, list[Relation]]], members: dict[Name, list[int]], references: References
) -> Markdown:
    """One row for each group: its tables, its views, and how many foreign keys point at which other one."""
    rows = []
    for at, (name, relations) in enumerate(groups):
        views = sum("view" in one.kind for one in relations)
        found = Counter(
            other
            for one in relations
            for edge in references.leaving.get(one.id, ())
            for other in members.get(edge.parent, ())
        )
        inside = found.pop(at, 0)
        rows.append((name, len(relations) - views, views, inside, _targets(groups, sorted(found.items()))))
    return table(rows, "Name", "Tables", "Views", "Foreign keys inside", "Foreign keys to")


def _targets(groups: Sequence[tuple[Markdown, list[Relation]]], found: Iterable[tuple[int, int]]) -> Markdown:
    return Markdown(", ".join(f"{groups[other][0]} ({number})" for other, number in found))
