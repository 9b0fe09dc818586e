"""Others: rows of rare kinds (operators, casts, text search ...) as nouns, and what is there but not read."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.catalog import OtherObject, Property
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.scope import Scope, public_options
from docgen.postgres.catalog.statements import Rows

_NOT_READ = "not read"


def properties(texts: Sequence[str | None] | None) -> tuple[Property, ...]:
    """Names and values in turn as properties, without those that have no value; secrets of options left out."""
    found = []
    words = list(texts or ())
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name == "options" and "\n" in (value or ""):
            value = "\n".join(public_options((value or "").split("\n")))
        if name and value:
            found.append(Property(name=name, value=value))
    return tuple(found)


def others(rows: Rows, scope: Scope, grants: GrantReader) -> tuple[OtherObject, ...]:
    """The documented objects of rare kinds, sorted by kind, schema, name and signature.

    What has no schema counts unless all the schemas of its types are left out; what an extension owns never does.
    """
    found = []
    for kind, catalog, oid, namespace, name, signature, owner, acl, namespaces, values, comment in rows:
        if kind == _NOT_READ or (catalog, oid) in scope.owned:
            continue
        if namespace is not None and not scope.covers(namespace, name, catalog, oid):
            continue
        if namespaces is not None and scope.schemas.keys().isdisjoint(namespaces):
            continue
        holder = scope.roles.get(owner, "") if owner is not None else ""
        found.append(
            OtherObject(
                kind=kind,
                schema=scope.namespaces[namespace] if namespace is not None else "",
                name=name,
                owner=holder,
                signature=signature,
                properties=properties(values),
                grants=grants.read(kind, holder, acl) if kind in ("language", "foreign data wrapper") else (),
                comment=comment or "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.kind, one.schema, one.name, one.signature)))


def unknown(rows: Rows) -> tuple[str, ...]:
    """What is there and not read, one phrase each: ``2 security labels``."""
    counted = [(row[4], row[5], row[9][0]) for row in rows if row[0] == _NOT_READ]
    return tuple(f"{number} {one if number == '1' else many}" for one, many, number in counted)
