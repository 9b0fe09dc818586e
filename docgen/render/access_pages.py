"""Access pages: who may do what in the end, one line for each object and role, for the whole database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.analysis.access.api import exposures
from docgen.analysis.access.effective import reads_as_owner
from docgen.analysis.access.privileges import COMMANDS, OTHER_PRIVILEGES, SEQUENCE_PRIVILEGES, Holding
from docgen.analysis.access.roles import EVERYONE
from docgen.model.catalog import Catalog, Routine, Schema
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.access_words import by_privilege, reach, role_name, why
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, join, table
from docgen.render.links import ACCESS, page_path
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.routine_pages import executors

# Up to this many relations the lines of every schema are on one page.
ONE_PAGE = 300


def access_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """access.md, and above 300 relations one page access/<schema>.md for each schema's lines."""
    catalog, references = document.catalog, environment.references
    shown = [relation for relation in catalog.relations if references.root(relation.id) == relation.id]
    together = len(shown) <= ONE_PAGE
    schemas = [schema.name for schema in catalog.schemas]
    lines = _Lines(document, references)
    yield environment.page(
        "access.md.j2",
        ACCESS,
        notes=note(document, ACCESS),
        api=_api(document, references),
        api_schemas=[code(schema) for schema in document.api_schemas if schema in schemas],
        schemas=lines.schemas(catalog.schemas),
        bypassing=[code(role.name) for role in catalog.roles if role.superuser or role.bypass_row_security],
        definers=_definers(references),
        views=_views(shown, references),
        defaults=_defaults(catalog),
        matrices=[(schema, lines.tables(schema, ACCESS)) for schema in schemas] if together else [],
        matrix_pages=[] if together else [(schema, Markdown(_path(schema))) for schema in schemas],
    )
    for schema in [] if together else schemas:
        page = _path(schema)
        yield environment.page(
            "access_schema.md.j2",
            page,
            schema=schema,
            schema_link=Markdown(f"../{page_path('schema', Name(schema, ''))}"),
            tables=lines.tables(schema, page),
        )


def _path(schema: str) -> str:
    return f"access/{page_path('schema', Name(schema, '')).rpartition('/')[2]}"


def role_order(document: Document, roles: Sequence[str]) -> list[str]:
    """The roles in the order of the pages: those of the API, everyone, the others by name."""
    first = {role: place for place, role in enumerate(document.api_roles)}
    return sorted(roles, key=lambda role: (first.get(role, len(first)), role != EVERYONE, role))


class _Lines:
    """The lines of one document's pages: what each role may do with each object, and why."""

    def __init__(self, document: Document, references: References) -> None:
        self._document = document
        self._references = references
        self._access = references.access

    def tables(self, schema: str, page: str) -> list[tuple[str, Markdown]]:
        """The tables of one schema by their title; those without a line are left out."""
        catalog = self._document.catalog
        relations = [one for one in catalog.relations if one.schema == schema and not one.partition_of]
        routines = [
            (self._routine(one, page), one, ("execute",))
            for one in catalog.routines
            if one.schema == schema and not one.result.endswith("trigger")
        ]
        link = self._references.link
        sequences = [
            (link(page, "sequence", Name(one.schema, one.name), one.name), one, SEQUENCE_PRIVILEGES)
            for one in catalog.sequences
            if one.schema == schema
        ]
        types = [
            (link(page, "type", Name(one.schema, one.name), one.name), one, ("usage",))
            for one in catalog.types
            if one.schema == schema and not self._access.privileges.holds(EVERYONE, one, "usage")
        ]
        titled = (
            ("Relations", self._relations(relations, page)),
            ("Functions", self._holders(routines)),
            ("Sequences", self._holders(sequences)),
            ("Types that not everyone may use", self._holders(types)),
        )
        return [(title, lines) for title, lines in titled if lines]

    def schemas(self, schemas: Sequence[Schema]) -> Markdown:
        """Who may look into each schema and create in it."""
        link = self._references.link
        return self._holders(
            [(link(ACCESS, "schema", Name(one.name, ""), one.name), one, ("usage", "create")) for one in schemas]
        )

    def _relations(self, relations: Sequence[Relation], page: str) -> Markdown:
        rows = []
        for relation in relations:
            shown = self._references.link(page, "relation", relation.id, relation.name)
            for role in role_order(self._document, self._access.concerned(relation)):
                may = self._may(role, relation)
                if may:
                    rows.append((shown, role_name(role), may, why(self._access, role, relation)))
        return table(rows, "Relation", "Role", "May", "Why")

    def _may(self, role: str, relation: Relation) -> Markdown:
        """The commands by what they reach, those that reach the same together; then the other privileges."""
        reaches: dict[str, list[str]] = {}
        for command in COMMANDS:
            reached = reach(self._access.verdict(role, relation, command))
            if reached != "—":
                reaches.setdefault(reached, []).append(command)
        lines = [
            f"**{'everything' if len(done) == len(COMMANDS) else ', '.join(done)}**: {reached}"
            for reached, done in reaches.items()
        ]
        others = [one for one in OTHER_PRIVILEGES if self._access.reasons(role, relation, one)]
        return Markdown("<br>".join([*lines, *([f"also {', '.join(others)}"] if others else [])]))

    def _holders(self, things: Sequence[tuple[Markdown, Holding, tuple[str, ...]]]) -> Markdown:
        privileges = self._access.privileges
        rows = []
        for shown, thing, words in things:
            for role in role_order(self._document, self._access.holders(thing, words)):
                held = [(word, privileges.reasons(role, thing, word)) for word in words]
                may = ", ".join(word for word, found in held if found)
                if not isinstance(thing, Schema) and not privileges.usage(role, thing.schema):
                    may += " (no usage of the schema)"
                rows.append((shown, role_name(role), cell(may), by_privilege(held)))
        return table(rows, "Object", "Role", "May", "Why")

    def _routine(self, routine: Routine, page: str) -> Markdown:
        return self._references.link(page, "routine", routine.id, f"{routine.name}({routine.signature})")


def _api(document: Document, references: References) -> Markdown:
    """What the API shows to each of its roles."""
    rows = []
    for one in exposures(document.catalog, references.access, document.api_schemas, document.api_roles):
        calls = [references.link(ACCESS, "routine", routine.id, f"{routine.name}()") for routine in one.calls]
        reads = [references.link(ACCESS, "relation", relation.id, relation.name) for relation in one.reads]
        writes = [references.link(ACCESS, "relation", relation.id, relation.name) for relation in one.writes]
        cells = (join(links) or Markdown("nothing") for links in (reads, writes, calls))
        rows.append((code(one.role), *cells))
    return table(rows, "Role", "May read rows of", "May write to", "May call (RPC)")


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
