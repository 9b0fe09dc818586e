"""Access pages: who may do what in the end, role by object by command, for the whole database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docgen.model.catalog import Schema
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, code, table
from docgen.render.links import ACCESS, page_path
from docgen.render.notes import note
from docgen.render.privileges import COMMANDS, EVERYONE, Privileges, reads_as_owner
from docgen.render.references import References
from docgen.render.routine_pages import executors
from docgen.render.security import role_name, role_names

# Up to this many relations the matrix of every schema is on one page.
ONE_PAGE = 300
_REACHES = {
    "all": "all rows",
    "bypass": "all rows, past the policies",
    "policies": "by policy",
    "below": "as the tables below allow",
    "nothing": "no row",
    "schema": "no usage of the schema",
}


def access_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """access.md, and above 300 relations one page access/<schema>.md for each schema's matrix."""
    catalog, references = document.catalog, environment.references
    shown = [relation for relation in catalog.relations if references.root(relation.id) == relation.id]
    groups = [(schema, list(group)) for schema, group in groupby(shown, key=lambda relation: relation.schema)]
    together = len(shown) <= ONE_PAGE
    yield environment.page(
        "access.md.j2",
        ACCESS,
        notes=note(document, ACCESS),
        schemas=_usage(catalog.schemas, references),
        bypassing=[code(role.name) for role in catalog.roles if role.superuser or role.bypass_row_security],
        definers=_definers(references),
        views=[references.link(ACCESS, "relation", relation.id) for relation in shown if reads_as_owner(relation)],
        matrices=[(schema, _matrix(group, references, ACCESS)) for schema, group in groups] if together else [],
        matrix_pages=[] if together else [(schema, Markdown(_path(schema))) for schema, _ in groups],
    )
    for schema, group in [] if together else groups:
        page = _path(schema)
        yield environment.page(
            "access_schema.md.j2",
            page,
            schema=schema,
            schema_link=Markdown(f"../{page_path('schema', group[0].id)}"),
            matrix=_matrix(group, references, page),
        )


def _path(schema: str) -> str:
    return f"access/{page_path('schema', Name(schema, '')).rpartition('/')[2]}"


def _usage(schemas: Sequence[Schema], references: References) -> Markdown:
    rows = []
    for schema in schemas:
        usage = [grant.grantee for grant in schema.grants if {"usage", "all"} & set(grant.privileges)]
        create = [grant.grantee for grant in schema.grants if {"create", "all"} & set(grant.privileges)]
        shown = references.link(ACCESS, "schema", Name(schema.name, ""), schema.name)
        rows.append((shown, code(schema.owner), role_names(tuple(usage)), role_names(tuple(create))))
    return table(rows, "Schema", "Owner", "May use it", "May create in it")


def _definers(references: References) -> Markdown:
    rows = [
        (
            references.link(ACCESS, "routine", name, f"{name}({routine.signature})"),
            code(routine.owner),
            executors(routine),
        )
        for name, overloads in references.routines.items()
        for routine in overloads
        if routine.security_definer
    ]
    return table(rows, "Function", "Runs with the rights of", "May be called by")


def _matrix(relations: Sequence[Relation], references: References, page: str) -> Markdown:
    """One row for each relation, one column for each role that the schema's grants or policies name."""
    privileges = references.privileges
    concerned = {relation.id: frozenset(privileges.concerned(relation)) for relation in relations}
    roles = sorted(frozenset().union(*concerned.values()), key=lambda role: (role != EVERYONE, role))
    rows = []
    for relation in relations:
        cells = [_cell(privileges, role, relation) for role in roles]
        rows.append(
            (references.link(page, "relation", relation.id, relation.name), Markdown(_row_security(relation)), *cells)
        )
    return table(rows, "Object", "Row security", *(role_name(role) for role in roles))


def _row_security(relation: Relation) -> str:
    if relation.kind == "view":
        return "the owner's" if reads_as_owner(relation) else "the reader's"
    if relation.kind == "materialized view":
        return "none"
    return "forced" if relation.force_row_security else "on" if relation.row_security else "off"


def _cell(privileges: Privileges, role: str, relation: Relation) -> Markdown:
    """What one role may do with one relation: the commands by how far they reach."""
    reaches: dict[str, list[str]] = {}
    for command in COMMANDS:
        verdict = privileges.verdict(role, relation, command)
        if verdict.reach == "none":
            continue
        reach = _REACHES["bypass" if verdict.bypass else verdict.reach]
        if verdict.columns:
            reach += ", some columns"
        reaches.setdefault(reach, []).append(command)
    if not reaches:
        return Markdown("—")
    parts = [
        f"{reach}: {'everything' if len(done) == len(COMMANDS) else ', '.join(done)}" for reach, done in reaches.items()
    ]
    return Markdown("<br>".join(parts))
