"""Level: two catalogs of unlike servers and roles brought to the same ground before they are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec

from docgen.model.catalog import Catalog
from docgen.model.relation import Column, Grant, Noun, Relation

_NAMED_NOT_NULL = 18  # the first version that keeps NOT NULL as a constraint with a name
_MAINTAIN = 17
_IDENTITY_OF_PARTITIONS = 17  # the first version in which a partition has its parent's identity columns
_CLOSED_PUBLIC = 15  # the first version in which everyone may no longer create in the schema public

Anything = TypeVar("Anything", bound=Noun)


class Servers(NamedTuple):
    """The major versions of the shadow and of the live server, and the extensions that are stand-ins on the shadow."""

    expected: int = 0
    actual: int = 0
    stand_ins: Collection[str] = ()

    def differ_at(self, version: int) -> bool:
        """Whether only one of the two has what came with ``version``."""
        return (self.expected < version) != (self.actual < version)


def level(expected: Catalog, actual: Catalog, servers: Servers) -> tuple[Catalog, Catalog]:
    """Both catalogs without what differs only because the servers do, or because another role runs the migrations.

    Three things are levelled: what a version cannot know (names of NOT NULL constraints, MAINTAIN, identity columns of
    partitions, who owns the schema public), versions of extensions where the server or a stand-in decides them, and
    the name of the role that owns what the migrations made.
    """
    names = _migrators(expected, actual)
    if names is not None:
        expected = _renamed(expected, *names)
    return _of_any_version(expected, servers), _of_any_version(actual, servers)


def _migrators(expected: Catalog, actual: Catalog) -> tuple[str, str] | None:
    """The role that owns most of what the migrations made, and the one that owns most of just that in ``actual``."""
    made = Counter(one.owner for one in expected.relations)
    if not made:
        return None
    own = made.most_common(1)[0][0]
    mine = {one.id for one in expected.relations if one.owner == own}
    there = Counter(one.owner for one in actual.relations if one.id in mine)
    if not there:
        return None
    other, count = there.most_common(1)[0]
    known = {role.name for role in expected.roles} | set(made)
    return (own, other) if other != own and other not in known and 2 * count > there.total() else None


def _renamed(catalog: Catalog, own: str, other: str) -> Catalog:
    """The catalog with the role ``own`` called ``other``."""

    def grants(found: tuple[Grant, ...]) -> tuple[Grant, ...]:
        renamed = [msgspec.structs.replace(one, grantee=other) if one.grantee == own else one for one in found]
        return tuple(sorted(renamed, key=lambda grant: grant.grantee))

    def change(noun: Anything) -> Anything:
        values: dict[str, Any] = {}
        for field in ("owner", "role"):
            if getattr(noun, field, None) == own:
                values[field] = other
        if any(grant.grantee == own for grant in getattr(noun, "grants", ())):
            values["grants"] = grants(getattr(noun, "grants"))  # noqa: B009
        for field in ("columns", "statistics"):
            parts = getattr(noun, field, ())
            if any(isinstance(part, Noun) for part in parts):
                values[field] = tuple(change(part) for part in parts)
        return msgspec.structs.replace(noun, **values) if values else noun

    return _each(catalog, change)


def _of_any_version(catalog: Catalog, servers: Servers) -> Catalog:
    if servers.differ_at(_NAMED_NOT_NULL):
        catalog = msgspec.structs.replace(
            catalog,
            relations=tuple(
                msgspec.structs.replace(one, columns=_plain_not_null(one.columns)) for one in catalog.relations
            ),
        )
    if servers.differ_at(_MAINTAIN):
        catalog = _each(catalog, _without_maintain)
    if servers.differ_at(_IDENTITY_OF_PARTITIONS):
        catalog = msgspec.structs.replace(catalog, relations=tuple(map(_without_identity, catalog.relations)))
    if servers.differ_at(_CLOSED_PUBLIC):
        catalog = msgspec.structs.replace(
            catalog,
            schemas=tuple(
                msgspec.structs.replace(one, owner="", grants=()) if one.name == "public" else one
                for one in catalog.schemas
            ),
        )
    if servers.expected != servers.actual or servers.stand_ins:
        foreign = servers.expected != servers.actual
        catalog = msgspec.structs.replace(
            catalog,
            extensions=tuple(
                msgspec.structs.replace(one, version="") if foreign or one.name in servers.stand_ins else one
                for one in catalog.extensions
            ),
        )
    return catalog


def _plain_not_null(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(
        msgspec.structs.replace(one, not_null_constraint="", not_null_validated=True)
        if one.not_null_constraint or not one.not_null_validated
        else one
        for one in columns
    )


def _without_identity(relation: Relation) -> Relation:
    """A partition whose columns have no identity of their own: the parent's is told with the parent."""
    if relation.partition_of is None or not any(column.identity for column in relation.columns):
        return relation
    columns = tuple(msgspec.structs.replace(column, identity="") for column in relation.columns)
    return msgspec.structs.replace(relation, columns=columns)


def _without_maintain(noun: Anything) -> Anything:
    grants: tuple[Grant, ...] = getattr(noun, "grants", ())
    if not any("maintain" in grant.privileges for grant in grants):
        return noun
    kept = tuple(
        msgspec.structs.replace(
            grant,
            privileges=tuple(word for word in grant.privileges if word != "maintain"),
            grantable=tuple(word for word in grant.grantable if word != "maintain"),
        )
        for grant in grants
    )
    values: dict[str, Any] = {"grants": tuple(grant for grant in kept if grant.privileges)}
    return msgspec.structs.replace(noun, **values)


def _each(catalog: Catalog, change: Any) -> Catalog:
    """The catalog with every object as ``change`` gives it."""
    values: dict[str, Any] = {}
    for field in catalog.__struct_fields__:
        if field not in ("unreadable", "unknown"):
            values[field] = tuple(change(one) for one in getattr(catalog, field))
    return msgspec.structs.replace(catalog, **values)
