"""Object pages: the extensions, and everything else that belongs to the whole database."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docgen.model.catalog import Catalog, DefaultPrivilege, OtherKind, OtherObject, Publication, PublishedTable
from docgen.model.name import Name
from docgen.render import words
from docgen.render.access_words import role_name
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, codes, count, join, table
from docgen.render.links import EXTENSIONS, OBJECTS, anchor
from docgen.render.notes import note
from docgen.render.references import References


def object_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """extensions.md and objects.md."""
    catalog, references = document.catalog, environment.references
    yield environment.page(
        "extensions.md.j2",
        EXTENSIONS,
        extensions=_extensions(catalog, references),
        notes=note(document, EXTENSIONS),
    )
    sections = [
        ("Publications", _publications(catalog, references)),
        ("Event triggers", _event_triggers(catalog, references)),
        ("Foreign servers", _servers(catalog)),
        ("Collations", _collations(catalog)),
        ("Default privileges", _default_privileges(catalog)),
        *((_title(kind), _others(list(group))) for kind, group in groupby(catalog.others, key=lambda one: one.kind)),
    ]
    yield environment.page("objects.md.j2", OBJECTS, sections=sections, notes=note(document, OBJECTS))


def _extensions(catalog: Catalog, references: References) -> Markdown:
    rows = [
        (
            code(extension.name),
            cell(extension.version),
            references.link(EXTENSIONS, "schema", Name(extension.schema, ""), extension.schema),
            cell(extension.comment),
            cell(", ".join(count(number, kind, _plural(kind)) for kind, number in extension.members)),
        )
        for extension in catalog.extensions
    ]
    return table(rows, "Extension", "Version", "Schema", "Description", "Brings")


def _plural(kind: str) -> str:
    if kind.endswith("class"):
        return f"{kind}es"
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _publications(catalog: Catalog, references: References) -> Markdown:
    rows = [
        (
            Markdown(f'<a id="{anchor("publication", publication.name)}"></a>{code(publication.name)}'),
            code(publication.owner),
            _published(publication, references),
            cell(", ".join(publication.operations)),
            cell("as the partitioned table" if publication.via_root else ""),
            cell(publication.comment),
        )
        for publication in catalog.publications
    ]
    return table(rows, "Publication", "Owner", "Publishes", "Operations", "Partitions", "Description")


def _published(publication: Publication, references: References) -> Markdown:
    if publication.all_tables:
        return Markdown("all tables")
    schemas = [
        Markdown(f"all tables of {references.link(OBJECTS, 'schema', Name(schema, ''), schema)}")
        for schema in publication.schemas
    ]
    tables = [
        Markdown(f"{references.link(OBJECTS, 'relation', table.name)}{_published_part(table)}")
        for table in publication.tables
    ]
    return join([*schemas, *tables], "<br>") or Markdown("nothing")


def _published_part(table: PublishedTable) -> Markdown:
    columns = f" ({codes(table.columns)})" if table.columns else ""
    return Markdown(f"{columns} where {code(table.condition)}" if table.condition else columns)


def _event_triggers(catalog: Catalog, references: References) -> Markdown:
    rows = [
        (
            code(trigger.name),
            code(trigger.event),
            cell(", ".join(trigger.tags)),
            references.link(OBJECTS, "routine", trigger.function),
            code(trigger.owner),
            words.enabled(trigger.enabled),
            cell(trigger.comment),
        )
        for trigger in catalog.event_triggers
    ]
    return table(rows, "Event trigger", "Event", "Only for", "Function", "Owner", "State", "Description")


def _servers(catalog: Catalog) -> Markdown:
    rows = [
        (
            code(server.name),
            code(server.wrapper),
            cell(" ".join([server.type, server.version]).strip()),
            code(server.owner),
            codes(server.options, "<br>"),
            codes(server.mapped_roles),
            join([role_name(grant.grantee) for grant in server.grants]),
            cell(server.comment),
        )
        for server in catalog.servers
    ]
    return table(rows, "Server", "Wrapper", "Type", "Owner", "Options", "Mapped roles", "Granted to", "Description")


def _collations(catalog: Catalog) -> Markdown:
    rows = [
        (
            code(str(Name(collation.schema, collation.name))),
            cell(collation.provider),
            code(collation.locale),
            cell("" if collation.deterministic else "not deterministic"),
            code(collation.owner),
            cell(collation.comment),
        )
        for collation in catalog.collations
    ]
    return table(rows, "Collation", "Provider", "Locale", "Remarks", "Owner", "Description")


def _title(kind: OtherKind) -> str:
    return _plural(kind).capitalize()


def _others(others: list[OtherObject]) -> Markdown:
    """Objects of one rare kind with what their CREATE statements were told; columns that say nothing are left out."""
    rows = [
        (
            code(one.spelling),
            join([Markdown(f"{cell(each.name)} {code(each.value)}") for each in one.properties], "<br>"),
            code(one.owner) if one.owner else Markdown(""),
            join([role_name(grant.grantee) for grant in one.grants]),
            cell(one.comment),
        )
        for one in others
    ]
    return table(rows, others[0].kind.capitalize(), "Definition", "Owner", "Granted to", "Description")


def _default_privileges(catalog: Catalog) -> Markdown:
    rows = [row for default in catalog.default_privileges for row in _default_rows(default)]
    return table(rows, "Objects made by", "In schema", "Kind", "Granted to", "Privileges")


def _default_rows(default: DefaultPrivilege) -> Iterator[tuple[Markdown, ...]]:
    schema = code(default.schema) if default.schema else Markdown("everywhere")
    for grant in default.grants:
        privileges = cell(words.listed(grant.privileges))
        yield code(default.role), schema, cell(default.kind), role_name(grant.grantee), privileges
