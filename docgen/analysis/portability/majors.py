"""Majors: what of the schema an older PostgreSQL does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.analysis.portability.dependents import Dependents, routine_name
from docgen.analysis.portability.obstacle import obstacle
from docgen.model.catalog import Catalog
from docgen.model.name import Name, quote
from docgen.model.portability import Dependent, Obstacle
from docgen.model.relation import Constraint, Relation

# Functions that came with a major and that people put into defaults and bodies.
FUNCTIONS = {
    18: ("uuidv7", "uuidv4", "casefold", "array_sort", "array_reverse"),
    17: ("json_table", "merge_action", "to_bin", "to_oct", "xmltext"),
    16: ("any_value", "random_normal", "array_shuffle", "array_sample", "date_add", "date_subtract"),
    15: ("regexp_count", "regexp_instr", "regexp_like", "regexp_substr", "range_agg"),
}
_BETTER = {"NOT ENFORCED": "Leave the constraint out: it checks nothing."}


def majors(catalog: Catalog, dependents: Dependents, major: int) -> Iterator[Obstacle]:
    """Features that came after ``major``, the newest first."""
    found: dict[tuple[int, str], list[Dependent]] = {}
    for since, feature, dependent in _features(catalog):
        if since > major:
            found.setdefault((since, feature), []).append(dependent)
    for since, names in FUNCTIONS.items():
        for name in names if since > major else ():
            users = dependents.naming(re.compile(rf"(?<![.\w]){name}\s*\(", re.IGNORECASE)) + _defaults(catalog, name)
            if users:
                found.setdefault((since, f"{name}()"), []).extend(users)
    for (since, feature), resting in sorted(found.items(), key=lambda one: (-one[0][0], one[0][1])):
        message = f"{feature} came with PostgreSQL {since}; the target has {major}."
        suggestion = _BETTER.get(feature, f"Move to PostgreSQL {since} or later, or write it another way.")
        yield obstacle("blocks", "version", feature, message, suggestion, resting)


def _defaults(catalog: Catalog, function: str) -> tuple[Dependent, ...]:
    return tuple(
        Dependent(object=f"{relation.id}.{quote(column.name)}", via="default")
        for relation in catalog.relations
        for column in relation.columns
        if column.default and column.default.startswith(f"{function}(")
    )


def _features(catalog: Catalog) -> Iterator[tuple[int, str, Dependent]]:
    for relation in catalog.relations:
        yield from _of_relation(relation)
    for one in catalog.types:
        if one.kind == "range" and one.multirange:
            yield 14, "Multirange types", Dependent(object=str(Name(one.schema, one.name)), via="range")
    for routine in catalog.routines:
        if re.search(r"^BEGIN ATOMIC$|^ ?RETURN ", routine.definition, re.MULTILINE) and routine.language == "sql":
            yield 14, "SQL function bodies (BEGIN ATOMIC)", Dependent(object=routine_name(routine), via="body")
    for publication in catalog.publications:
        name = quote(publication.name)
        if publication.generated_columns:
            yield 18, "publish_generated_columns", Dependent(object=name, via="publication")
        if publication.schemas or any(table.columns or table.condition for table in publication.tables):
            yield 15, "Publications of schemas, columns or rows", Dependent(object=name, via="publication")
    for event in catalog.event_triggers:
        if event.event == "login":
            yield 17, "Event triggers on login", Dependent(object=quote(event.name), via="event trigger")


def _of_relation(relation: Relation) -> Iterator[tuple[int, str, Dependent]]:
    name = str(relation.id)
    for column in relation.columns:
        dependent = Dependent(object=f"{name}.{quote(column.name)}", via="column")
        if column.generated == "virtual":
            yield 18, "Virtual generated columns", dependent
        if column.not_null and not column.not_null_validated:
            yield 18, "NOT NULL NOT VALID", dependent
        if column.identity and relation.kind == "partitioned table":
            yield 17, "Identity columns of partitioned tables", dependent
    for constraint in relation.constraints:
        for since, feature in _of_constraint(constraint):
            yield since, feature, Dependent(object=name, via=f"constraint {quote(constraint.name)}")
    for index in relation.indexes:
        if index.nulls_not_distinct:
            yield 15, "NULLS NOT DISTINCT", Dependent(object=name, via=f"index {quote(index.name)}")
    if any(option.startswith("security_invoker=") for option in relation.options):
        yield 15, "Views with security_invoker", Dependent(object=name, via="view")
    if any("maintain" in grant.privileges for grant in relation.grants):
        yield 17, "The privilege MAINTAIN", Dependent(object=name, via="grant")


def _of_constraint(constraint: Constraint) -> Iterator[tuple[int, str]]:
    if not constraint.enforced:
        yield 18, "NOT ENFORCED"
    if constraint.without_overlaps or (constraint.references and constraint.references.period):
        yield 18, "Temporal keys (WITHOUT OVERLAPS, PERIOD)"
    if constraint.references and constraint.references.set_columns:
        yield 15, "ON DELETE SET NULL with columns"
