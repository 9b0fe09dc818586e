"""Coverage: how much of each schema and of each component has a description."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.model.name import Name
from docgen.render.document import Document
from docgen.render.filters import Markdown, table
from docgen.render.links import link
from docgen.render.references import References


def coverage_table(document: Document, references: References, page: str) -> Markdown:
    """Described and all relations, columns, functions and types of each schema; partitions count with their parent."""
    catalog = document.catalog
    counts: dict[str, dict[str, list[bool]]] = {}
    for relation in catalog.relations:
        if relation.partition_of is None:
            kinds = counts.setdefault(relation.schema, {})
            kinds.setdefault("relations", []).append(bool(relation.comment))
            kinds.setdefault("columns", []).extend(bool(column.comment) for column in relation.columns)
    for routine in catalog.routines:
        counts.setdefault(routine.schema, {}).setdefault("routines", []).append(bool(routine.comment))
    for type_ in catalog.types:
        counts.setdefault(type_.schema, {}).setdefault("types", []).append(bool(type_.comment))
    rows = [
        (
            references.link(page, "schema", Name(schema, ""), schema),
            *(_share(kinds.get(kind, ())) for kind in ("relations", "columns", "routines", "types")),
        )
        for schema, kinds in sorted(counts.items())
    ]
    return table(rows, "Schema", "Tables and views", "Columns", "Functions", "Types")


def _share(described: Iterable[bool]) -> Markdown:
    flags = tuple(described)
    if not flags:
        return Markdown("")
    return Markdown(f"{sum(flags)} of {len(flags)} ({sum(flags) * 100 // len(flags)} %)")


def component_coverage(document: Document, page: str) -> Markdown:
    """Described and all tables and columns of each component; partitions count with their parent."""
    shown = {relation.id: relation for relation in document.catalog.relations if relation.partition_of is None}
    rows = []
    for component in document.status.components:
        own = [shown[name] for name in shown.keys() & set(component.relations)]
        name = link(page, f"{component.page}.md", Markdown.escape(component.name))
        columns = [bool(column.comment) for relation in own for column in relation.columns]
        rows.append((name, _share(bool(relation.comment) for relation in own), _share(columns)))
    return table(rows, "Component", "Tables and views", "Columns")
