"""Relation pages: one for every table, view, materialized view and foreign table that is no partition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docgen.analysis.edges import Edge
from docgen.model.name import Name
from docgen.model.relation import Column, Policy, Relation, Trigger
from docgen.render import words
from docgen.render.columns import column_table
from docgen.render.cross_references import cross_reference_list, cross_reference_table
from docgen.render.ddl import comment_statements, relation_ddl
from docgen.render.diagram import NEIGHBOURS, neighbourhood
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, block, code, codes, join, paragraph
from docgen.render.history import finding_table, first_and_last, former_names, history_table
from docgen.render.keys import constraint_table, index_table, referenced_by
from docgen.render.lineage import column_lineage, destinations, lineage_remarks, readers
from docgen.render.lineage_diagram import lineage_diagram
from docgen.render.links import identity, link, map_view, page_path
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.security import (
    access_table,
    column_grant_table,
    condition_table,
    grant_table,
    policy_sections,
    warnings,
)
from docgen.render.since import Part, Since
from docgen.render.trail import trail_of
from docgen.render.usage import (
    partition_table,
    rule_table,
    statistics_table,
    trigger_table,
    used_by,
    uses,
)


def relation_pages(
    document: Document, environment: Environment, wanted: Callable[[int], bool] = lambda _: True
) -> Iterator[Page]:
    """The page of every relation, in the catalog's order; partitions are on their topmost parent's page.

    ``wanted`` leaves out relations by their index in the catalog.
    """
    references = environment.references
    for index, relation in enumerate(document.catalog.relations):
        if wanted(index) and (relation.partition_of is None or references.root(relation.id) == relation.id):
            page = page_path("relation", relation.id)
            trail = trail_of(page, "relation", relation.id, references)
            yield environment.page("relation.md.j2", page, *trail, **relation_data(document, relation, references))


def relation_data(document: Document, relation: Relation, references: References) -> dict[str, object]:
    """What the template of a relation's page gets."""
    own = relation.id
    page = page_path("relation", own)
    diagram, edges = neighbourhood(relation, references)
    crossing = references.crossing.get(own, [])
    incoming = referenced_by(relation, references, page)
    findings = [*references.advice.get(own, []), *references.findings.get(own, [])]
    touches = references.history(relation.kind, own)
    since = Since(touches, references, page)
    constraints = (Part(one.name, one.columns) for one in relation.constraints)
    indexes = (Part(one.name, one.columns) for one in relation.indexes)
    return {
        "relation": relation,
        "badges": _badges(relation, page),
        "provenance": [*first_and_last(touches, page), *former_names(touches, own)],
        "warnings": warnings(relation, references.access),
        "comment": paragraph(relation.comment),
        "notes": note(document, page, relation),
        "columns": column_table(relation, references, page, since.cells("column", _parts(relation.columns))),
        "constraints": constraint_table(relation, references, page, since.cells("constraint", constraints)),
        "incoming": incoming.table,
        "cascade": incoming.closure,
        "diagram": diagram,
        "relations": [
            *(_edge(edge, own, references, page) for edge in edges),
            *cross_reference_list(crossing, page),
        ],
        "more_relations": len({edge.parent if edge.child == own else edge.child for edge in edges}) > NEIGHBOURS,
        "cross_references": cross_reference_table(crossing, page),
        "row_security": _row_security(relation),
        "access": access_table(relation, references.access),
        "conditions": condition_table(relation, references.access),
        "policies": policy_sections(relation, since.cells("policy", _parts(relation.policies))),
        "grants": grant_table(relation),
        "column_grants": column_grant_table(relation),
        "triggers": trigger_table(relation, references, page, since.cells("trigger", _parts(relation.triggers))),
        "rules": rule_table(relation),
        "indexes": index_table(relation, since.cells("index", indexes)),
        "statistics": statistics_table(relation),
        "partitions": partition_table(relation, references),
        "parents": [references.link(page, "relation", parent) for parent in relation.inherits],
        "children": [references.link(page, "relation", child.id) for child in references.children.get(own, [])],
        "lineage": column_lineage(relation, references, page),
        "lineage_remarks": lineage_remarks(relation, references, page),
        "lineage_diagram": lineage_diagram(relation, references),
        "readers": readers(relation, references, page),
        "destinations": destinations(relation, references, page),
        "used_by": used_by("relation", own, references, page),
        "uses": uses(own, relation.uses, references, page),
        "history": history_table(touches, own, page),
        "findings": finding_table(findings, page),
        "ddl": block(relation_ddl(relation)),
        "comments": block(comments) if (comments := comment_statements(relation)) else Markdown(""),
    }


def _parts(named: Iterable[Column | Policy | Trigger]) -> Iterator[Part]:
    return (Part(one.name) for one in named)


def _badges(relation: Relation, page: str) -> Markdown:
    badges = [
        Markdown(f"**{words.KIND_TITLES[relation.kind]}**"),
        Markdown(f"owner {code(relation.owner)}"),
    ]
    if relation.kind in ("table", "partitioned table"):
        badges.append(Markdown(f"row-level security **{_row_security_word(relation)}**"))
    badges.append(link(page, map_view(table=identity(page)), Markdown("map")))
    return join([*badges, *words.relation_options(relation)], " · ")


def _row_security_word(relation: Relation) -> str:
    if not relation.row_security:
        return "off"
    return "on, forced" if relation.force_row_security else "on"


def _row_security(relation: Relation) -> Markdown:
    if relation.kind not in ("table", "partitioned table"):
        return Markdown("")
    if not relation.row_security:
        return Markdown("Row-level security is **off**: a privilege reaches every row.")
    owner = (
        "It is forced: it holds for the owner too."
        if relation.force_row_security
        else f"It does not hold for the owner {code(relation.owner)}."
    )
    return Markdown(f"Row-level security is **on**: a role reaches only the rows that a policy lets through. {owner}")


def _edge(edge: Edge, own: Name, references: References, page: str) -> Markdown:
    columns = codes(edge.constraint.columns)
    if edge.child == own:
        target = references.link(page, "relation", edge.parent)
        amount = ("at most one row" if edge.optional else "one row") if edge.parent != own else "rows of its own"
        return Markdown(f"points at {amount} of {target} by {columns}")
    source = references.link(page, "relation", edge.child)
    return Markdown(f"{'at most one row' if edge.single else 'any number of rows'} of {source} by {columns}")
