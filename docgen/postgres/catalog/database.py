"""Database: rows of what belongs to no schema (extensions, publications, servers, event triggers ...) as nouns."""

from __future__ import annotations

from collections import Counter

import msgspec

from docgen.model.catalog import (
    Collation,
    DefaultPrivilege,
    EventTrigger,
    Extension,
    ForeignServer,
    Publication,
    PublishedTable,
)
from docgen.model.name import Name, quote
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.parts import ENABLED
from docgen.postgres.catalog.scope import Scope, public_options
from docgen.postgres.catalog.statements import Rows

_PROVIDERS = {"b": "builtin", "c": "libc", "d": "default", "i": "icu"}
_DEFAULT_KINDS = {
    "r": ("tables", "table"),
    "S": ("sequences", "sequence"),
    "f": ("functions", "routine"),
    "T": ("types", "type"),
    "n": ("schemas", "schema"),
    "L": ("large objects", "large object"),
}


def extensions(rows: Rows) -> tuple[Extension, ...]:
    """The installed extensions with their members counted by kind, sorted by name."""
    found: dict[str, tuple[tuple[str, str, str], Counter[str]]] = {}
    for name, schema, version, comment, _, member, kind in rows:
        _, members = found.setdefault(name, ((schema, version, comment or ""), Counter()))
        if member is not None:
            members[kind] += 1
    return tuple(
        Extension(name=name, schema=schema, version=version, comment=comment, members=tuple(sorted(members.items())))
        for name, ((schema, version, comment), members) in sorted(found.items())
    )


def default_privileges(rows: Rows, scope: Scope, grants: GrantReader) -> tuple[DefaultPrivilege, ...]:
    """The default privileges everywhere and in documented schemas, sorted by role, schema and kind."""
    found = []
    for role, namespace, kind, acl in rows:
        if namespace and namespace not in scope.schemas:
            continue
        word, acl_kind = _DEFAULT_KINDS[kind]
        owner = scope.roles[role]
        found.append(
            DefaultPrivilege(
                role=owner,
                schema=scope.schemas.get(namespace, ""),
                kind=word,
                grants=tuple(
                    grant
                    # A schema's list only adds: that the owner is not in it takes nothing away.
                    for grant in grants.read(acl_kind, owner, acl)
                    if grant.grantee != owner or (grant.privileges or not namespace)
                ),
            )
        )
    return tuple(sorted(found, key=lambda privilege: (privilege.role, privilege.schema, privilege.kind)))


def event_triggers(rows: Rows, scope: Scope) -> tuple[EventTrigger, ...]:
    """The event triggers that belong to no extension, sorted by name."""
    return tuple(
        EventTrigger(
            name=name,
            event=event,
            function=Name(function_schema, function_name),
            owner=scope.roles[owner],
            enabled=ENABLED[enabled],
            tags=tuple(tags or ()),
            comment=comment or "",
        )
        for oid, name, event, function_schema, function_name, owner, enabled, tags, comment in rows
        if ("pg_event_trigger", oid) not in scope.owned
    )


def publications(rows: Rows, scope: Scope) -> tuple[Publication, ...]:
    """The publications, sorted by name."""
    found = []
    for (
        name,
        owner,
        all_tables,
        *operations,
        via_root,
        generated,
        tables,
        conditions,
        columns,
        schemas,
        comment,
    ) in rows:
        publication = Publication(
            name=name,
            owner=scope.roles[owner],
            all_tables=all_tables,
            operations=tuple(word for word, is_set in zip(_OPERATIONS, operations, strict=True) if is_set),
            via_root=via_root,
            generated_columns=generated,
            tables=_published(scope, tables, conditions, columns),
            schemas=tuple(sorted(scope.namespaces[oid] for oid in schemas or () if oid in scope.namespaces)),
            comment=comment or "",
        )
        found.append(publication)
    return tuple(found)


def _published(
    scope: Scope,
    tables: list[int] | None,
    conditions: list[str | None] | None,
    columns: list[str | None] | None,
) -> tuple[PublishedTable, ...]:
    """The tables of a publication with their row filters and lists of columns, sorted by name."""
    found = []
    for number, oid in enumerate(tables or ()):
        if oid in scope.names:
            listed = columns[number] if columns else None
            found.append(
                PublishedTable(
                    name=scope.names[oid],
                    columns=tuple(msgspec.json.decode(listed, type=list[str])) if listed else (),
                    condition=(conditions[number] if conditions else None) or "",
                )
            )
    return tuple(sorted(found, key=lambda table: table.name))


_OPERATIONS = ("insert", "update", "delete", "truncate")


def servers(rows: Rows, scope: Scope, grants: GrantReader) -> tuple[ForeignServer, ...]:
    """The foreign servers that belong to no extension, sorted by name, without secrets."""
    return tuple(
        ForeignServer(
            name=name,
            wrapper=wrapper,
            owner=scope.roles[owner],
            type=type_ or "",
            version=version or "",
            options=public_options(options),
            mapped_roles=tuple(sorted(scope.roles[role] for role in mapped_roles or () if role in scope.roles)),
            grants=grants.read("server", scope.roles[owner], acl),
            comment=comment or "",
        )
        for oid, name, wrapper, owner, type_, version, options, acl, mapped_roles, comment in rows
        if ("pg_foreign_server", oid) not in scope.owned
    )


def collation_names(rows: Rows) -> dict[int, str]:
    """How each collation is written, by oid: built-in ones without a schema."""
    return {oid: quote(name) if schema == "pg_catalog" else str(Name(schema, name)) for oid, schema, name, *_ in rows}


def collations(rows: Rows, scope: Scope) -> tuple[Collation, ...]:
    """The collations that a person made in documented schemas, sorted by schema and name."""
    documented = set(scope.schemas.values())
    return tuple(
        Collation(
            schema=schema,
            name=name,
            provider=_PROVIDERS[provider],
            locale=locale or (collate if collate == ctype else f"{collate}, {ctype}"),
            owner=scope.roles[owner],
            deterministic=deterministic,
            comment=comment or "",
        )
        for oid, schema, name, provider, locale, collate, ctype, owner, deterministic, comment in rows
        if schema in documented and ("pg_collation", oid) not in scope.owned
    )
