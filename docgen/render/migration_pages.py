"""Migration pages: the schema as it is against what the migrations say; the log of migrations is in log_pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render import evidence
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, table
from docgen.render.history import migration_link
from docgen.render.links import CURRENT_STATE
from docgen.render.log_pages import log_pages
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.standing import disagreement_table

LISTED_UP_TO = 300
"""Relations up to which current-state.md lists each one: above, the schemas' own pages do."""

_KINDS = (
    ("Tables", ("table", "partitioned table")),
    ("Views", ("view",)),
    ("Materialized views", ("materialized view",)),
    ("Foreign tables", ("foreign table",)),
)


def migration_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """current-state.md, and the log of migrations."""
    yield _current_state(document, environment)
    yield from log_pages(document, environment)


def _current_state(document: Document, environment: Environment) -> Page:
    references, catalog, drift = environment.references, document.catalog, document.snapshot.drift
    shown = [relation for relation in catalog.relations if relation.partition_of is None]
    structure = [change for change in drift or () if not evidence.of_access(change)]
    access = [change for change in drift or () if evidence.of_access(change)]
    listed = [
        (schema, _relations(list(group), references)) for schema, group in groupby(shown, key=lambda one: one.schema)
    ]
    return environment.page(
        "migrations/current-state.md.j2",
        CURRENT_STATE,
        document=document,
        notes=note(document, CURRENT_STATE),
        counts=_counts(catalog, references),
        schemas=listed if len(shown) <= LISTED_UP_TO else [],
        drift=drift,
        failed=bool(document.snapshot.replay and document.snapshot.replay.failures),
        structure=evidence.change_table(structure, references, CURRENT_STATE),
        long_differences=list(evidence.long_differences(structure)),
        access=evidence.change_table(access, references, CURRENT_STATE),
        unreadable=catalog.unreadable,
        history=document.snapshot.history,
        disagreements=disagreement_table(document, CURRENT_STATE),
    )


def _counts(catalog: Catalog, references: References) -> Markdown:
    counts: dict[str, dict[str, int]] = {schema.name: {} for schema in catalog.schemas}
    titles = {kind: title for title, kinds in _KINDS for kind in kinds}
    for relation in catalog.relations:
        title = titles[relation.kind] if relation.partition_of is None else "Partitions"
        _count(counts, relation.schema, title)
    for routine in catalog.routines:
        _count(counts, routine.schema, "Functions")
    for type_ in catalog.types:
        _count(counts, type_.schema, "Types")
    for sequence in catalog.sequences:
        _count(counts, sequence.schema, "Sequences")
    headers = [title for title, _ in _KINDS] + ["Partitions", "Functions", "Types", "Sequences"]
    rows = [
        (
            references.link(CURRENT_STATE, "schema", Name(schema, ""), schema),
            *(Markdown(kinds[header]) if header in kinds else "" for header in headers),
        )
        for schema, kinds in sorted(counts.items())
    ]
    return table(rows, "Schema", *headers)


def _count(counts: dict[str, dict[str, int]], schema: str, title: str) -> None:
    kinds = counts.setdefault(schema, {})
    kinds[title] = kinds.get(title, 0) + 1


def _relations(relations: Sequence[Relation], references: References) -> Markdown:
    rows = []
    for relation in relations:
        touched = [touch for touch in references.history(relation.kind, relation.id) if touch.kind != "row"]
        last = migration_link(touched[-1].path, CURRENT_STATE) if touched else Markdown("")
        name = references.link(CURRENT_STATE, "relation", relation.id, relation.name)
        rows.append((name, Markdown(relation.kind), Markdown(len(relation.columns)), last))
    return table(rows, "Name", "Kind", "Columns", "Last changed by")
