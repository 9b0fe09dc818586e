"""Objects: rows of schemas, sequences, types and routines as nouns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from docgen.model.catalog import Routine, Schema, Sequence, Type
from docgen.model.name import Name
from docgen.model.relation import Use
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.keys import Keys
from docgen.postgres.catalog.others import properties
from docgen.postgres.catalog.scope import Scope
from docgen.postgres.catalog.statements import Rows
from docgen.postgres.catalog.uses import User

_TYPES: dict[str, Literal["enum", "domain", "composite", "range", "base"]] = {
    "e": "enum",
    "d": "domain",
    "c": "composite",
    "r": "range",
    "b": "base",
}
_ROUTINES: dict[str, Literal["function", "procedure", "aggregate", "window function"]] = {
    "f": "function",
    "p": "procedure",
    "a": "aggregate",
    "w": "window function",
}
_VOLATILITY: dict[str, Literal["immutable", "stable", "volatile"]] = {"i": "immutable", "s": "stable", "v": "volatile"}
_PARALLEL: dict[str, Literal["safe", "restricted", "unsafe"]] = {"s": "safe", "r": "restricted", "u": "unsafe"}


def schemas(rows: Rows, scope: Scope, grants: GrantReader) -> tuple[Schema, ...]:
    """The documented schemas, sorted by name."""
    return tuple(
        Schema(
            name=name,
            owner=scope.roles[owner],
            comment=comment or "",
            grants=grants.read("schema", scope.roles[owner], acl),
        )
        for oid, name, owner, acl, comment in rows
        if oid in scope.schemas
    )


def sequences(rows: Rows, scope: Scope, grants: GrantReader) -> tuple[Sequence, ...]:
    """The documented sequences, sorted by schema and name."""
    found = []
    for (
        oid, owner, acl, type_name, start, increment, minimum, maximum, cache, cycle, owned_by, owned_by_column,
        identity, comment,
    ) in rows:  # fmt: skip
        name = scope.names[oid]
        found.append(
            Sequence(
                schema=name.schema,
                name=name.name,
                owner=scope.roles[owner],
                type=type_name,
                start=start,
                increment=increment,
                minimum=minimum,
                maximum=maximum,
                cache=cache,
                cycle=cycle,
                owned_by=(scope.names[owned_by], owned_by_column) if owned_by in scope.names else None,
                identity=identity,
                grants=grants.read("sequence", scope.roles[owner], acl),
                comment=comment or "",
            )
        )
    return tuple(sorted(found, key=lambda sequence: (sequence.schema, sequence.name)))


def types(
    rows: Rows, scope: Scope, grants: GrantReader, columns: Columns, keys: Keys, collations: dict[int, str]
) -> tuple[Type, ...]:
    """The documented types, sorted by schema and name."""
    found = []
    for (
        oid, namespace, name, kind, owner, acl, labels, base_type, base_schema, base_name, not_null, default,
        collation, relation, multirange, values, comment,
    ) in rows:  # fmt: skip
        if not scope.covers(namespace, name, "pg_type", oid):
            continue
        found.append(
            Type(
                schema=scope.schemas[namespace],
                name=name,
                kind=_TYPES[kind],
                owner=scope.roles[owner],
                comment=comment or "",
                labels=tuple(labels or ()),
                base_type=base_type or "",
                base_type_name=Name(base_schema, base_name) if base_name and base_schema != "pg_catalog" else None,
                not_null=not_null,
                default=default,
                collation=collations.get(collation, "") if collation else "",
                constraints=tuple(keys.of_domain.get(oid, ())),
                attributes=columns.of(relation) if relation else (),
                multirange=multirange or "",
                properties=properties(values),
                grants=grants.read("type", scope.roles[owner], acl),
            )
        )
    return tuple(sorted(found, key=lambda type_: (type_.schema, type_.name)))


def routines(
    rows: Rows, scope: Scope, grants: GrantReader, uses: Mapping[User, tuple[Use, ...]]
) -> tuple[Routine, ...]:
    """The documented routines, sorted by schema, name and signature."""
    found = []
    for (
        oid, namespace, name, kind, arguments, signature, result, language, owner, acl, volatility, parallel, strict,
        security_definer, leakproof, settings, definition, comment,
    ) in rows:  # fmt: skip
        if not scope.covers(namespace, name, "pg_proc", oid):
            continue
        found.append(
            Routine(
                schema=scope.schemas[namespace],
                name=name,
                kind=_ROUTINES[kind],
                arguments=arguments,
                signature=signature,
                result=result or "",
                language=language,
                owner=scope.roles[owner],
                volatility=_VOLATILITY[volatility],
                parallel=_PARALLEL[parallel],
                strict=strict,
                security_definer=security_definer,
                leakproof=leakproof,
                settings=tuple(settings or ()),
                definition=(definition or "").rstrip("\n"),
                grants=grants.read("routine", scope.roles[owner], acl),
                uses=uses.get(("routine", oid), ()),
                comment=comment or "",
            )
        )
    return tuple(sorted(found, key=lambda routine: (routine.schema, routine.name, routine.signature)))
