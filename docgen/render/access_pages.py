"""Access pages: who may do what in the end, one line for each object and role, for the whole database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.analysis.access.api import Exposure
from docgen.analysis.access.effective import reads_as_owner
from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.access_lines import AccessLines, Line
from docgen.render.access_words import reach, role_name
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, join, table
from docgen.render.links import ACCESS, anchor, page_path, role_page
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.routine_pages import executors

# Up to this many relations the lines of every schema are on one page.
ONE_PAGE = 300


def access_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """access.md, and above 300 relations one page access/<schema>.md for each schema's lines."""
    catalog, references, lines = document.catalog, environment.references, environment.access_lines
    together = _together(references)
    schemas = [schema.name for schema in catalog.schemas]
    yield environment.page(
        "access.md.j2",
        ACCESS,
        notes=note(document, ACCESS),
        api=_api(lines, references),
        api_schemas=[code(schema) for schema in document.api_schemas if schema in schemas],
        roles=[Markdown(f"[{role_name(role)}]({role_page(role)})") for role in lines.ordered(lines.roles)],
        schemas=_table(lines.schemas, "Object", references, ACCESS),
        bypassing=[code(role.name) for role in catalog.roles if role.superuser or role.bypass_row_security],
        definers=_definers(references),
        views=_views(references.shown, references),
        defaults=_defaults(catalog),
        matrices=[(schema, anchor("lines", schema), _tables(schema, lines, references, ACCESS)) for schema in schemas]
        if together
        else [],
        matrix_pages=[] if together else [(schema, Markdown(_schema_page(schema))) for schema in schemas],
    )
    for schema in [] if together else schemas:
        page = _schema_page(schema)
        yield environment.page(
            "access_schema.md.j2",
            page,
            schema=schema,
            schema_link=Markdown(f"../{page_path('schema', Name(schema, ''))}"),
            tables=_tables(schema, lines, references, page),
        )


def lines_of(schema: str, references: References) -> str:
    """Where the lines of one schema are: a part of access.md, or a page of their own."""
    return f"{ACCESS}#{anchor('lines', schema)}" if _together(references) else _schema_page(schema)


def _together(references: References) -> bool:
    return len(references.shown) <= ONE_PAGE


def _schema_page(schema: str) -> str:
    return f"access/{page_path('schema', Name(schema, '')).rpartition('/')[2]}"


def _tables(schema: str, lines: AccessLines, references: References, page: str) -> list[tuple[str, Markdown]]:
    """The tables of one schema by their title; those without a line are left out."""
    titled = (
        ("Relations", "Relation", lines.relations),
        ("Functions", "Object", lines.routines),
        ("Sequences", "Object", lines.sequences),
        ("Types that not everyone may use", "Object", lines.types),
    )
    return [
        (title, _table(found[schema], header, references, page)) for title, header, found in titled if found.get(schema)
    ]


def _table(lines: Sequence[Line], header: str, references: References, page: str) -> Markdown:
    rows = [
        (references.link(page, line.kind, line.name, line.label), role_name(line.role), line.may, line.why)
        for line in lines
    ]
    return table(rows, header, "Role", "May", "Why")


def _api(lines: AccessLines, references: References) -> Markdown:
    """What the API shows to each of its roles."""
    rows = [(code(one.role), *exposed(one, references, ACCESS)) for one in lines.exposures]
    return table(rows, "Role", "May read rows of", "May write to", "May call (RPC)")


def exposed(one: Exposure, references: References, page: str) -> tuple[Markdown, Markdown, Markdown]:
    """What the API lets a role read, write and call, as links."""
    reads = [references.link(page, "relation", relation.id, relation.name) for relation in one.reads]
    writes = [references.link(page, "relation", relation.id, relation.name) for relation in one.writes]
    calls = [references.link(page, "routine", routine.id, f"{routine.name}()") for routine in one.calls]
    nothing = Markdown("nothing")
    return join(reads) or nothing, join(writes) or nothing, join(dict.fromkeys(calls)) or nothing


def _definers(references: References) -> Markdown:
    rows = [
        (
            references.link(ACCESS, "routine", name, f"{name}({routine.signature})"),
            code(routine.owner),
            Markdown("nobody: a trigger runs it") if routine.result == "trigger" else executors(routine),
        )
        for name, overloads in references.routines.items()
        for routine in overloads
        if routine.security_definer
    ]
    return table(rows, "Function", "Runs with the rights of", "May be called by")


def _views(relations: Sequence[Relation], references: References) -> Markdown:
    """The views that read with their owner's rights: whose, and what that owner sees of the tables below."""
    rows = []
    for relation in relations:
        if reads_as_owner(relation):
            uses = dict.fromkeys(use.name for use in relation.uses if use.kind == "relation" and use.via == "view")
            below = join(references.link(ACCESS, "relation", name) for name in uses)
            seen = reach(references.access.verdict(relation.owner, relation, "select"))
            rows.append((references.link(ACCESS, "relation", relation.id), code(relation.owner), below, seen))
    return table(rows, "View", "Reads with the rights of", "Reads", "Which sees")


def _defaults(catalog: Catalog) -> Markdown:
    """What later objects will be granted by themselves."""
    rows = [
        (
            code(default.role),
            code(default.schema) if default.schema else Markdown("any"),
            cell(default.kind),
            role_name(grant.grantee),
            cell(", ".join(grant.privileges) or "nothing"),
        )
        for default in catalog.default_privileges
        for grant in default.grants
    ]
    return table(rows, "What this role makes", "In schema", "Kind", "Is granted to", "Privileges")
