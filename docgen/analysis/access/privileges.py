"""Privileges: whether a role holds a privilege on an object, and by which grants, ownership and memberships.

The rules are those of the server's own has_table_privilege() and its sisters: src/backend/catalog/aclchk.c.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from docgen.analysis.access.roles import EVERYONE, Roles
from docgen.model.catalog import Catalog, Routine, Schema, Sequence, Type
from docgen.model.relation import Grant, Relation

Holding: TypeAlias = Relation | Sequence | Routine | Type | Schema

COMMANDS = ("select", "insert", "update", "delete")
OTHER_PRIVILEGES = ("truncate", "references", "trigger", "maintain")
RELATION_PRIVILEGES = (*COMMANDS, *OTHER_PRIVILEGES)
SEQUENCE_PRIVILEGES = ("select", "update", "usage")

# What members of the predefined roles may do with everything (manual: Predefined Roles).
_PREDEFINED: dict[str, dict[type, tuple[str, ...]]] = {
    "pg_read_all_data": {Relation: ("select",), Sequence: ("select",), Schema: ("usage",)},
    "pg_write_all_data": {Relation: ("insert", "update", "delete"), Sequence: ("update",), Schema: ("usage",)},
    "pg_maintain": {Relation: ("maintain",)},
}


class Reason(NamedTuple):
    """Why a role holds a privilege: ``holder`` has it, and ``way`` are the memberships that lead there."""

    kind: Literal["superuser", "owner", "grant", "predefined"]
    holder: str
    way: tuple[str, ...] = ()


class Privileges:
    """What the roles of one catalog hold on its objects."""

    def __init__(self, catalog: Catalog) -> None:
        self.roles = Roles(catalog.roles)
        self._schemas = {schema.name: schema for schema in catalog.schemas}
        self._usage: dict[tuple[str, str], bool] = {}

    def holds(self, role: str, thing: Holding, privilege: str) -> bool:
        """Whether ``role`` holds ``privilege`` (a SQL word in lower case) on the whole of ``thing``."""
        if self.roles.superuser(role):
            return True
        acting = self.roles.acting(role)
        if thing.owner in acting and not _limited(thing):
            return True
        return granted(thing.grants, acting, privilege) or any(_predefined(acting, thing, privilege))

    def reasons(self, role: str, thing: Holding, privilege: str) -> tuple[Reason, ...]:
        """Every reason why ``role`` holds ``privilege`` on the whole of ``thing``, the nearest first."""
        if self.roles.superuser(role):
            return (Reason("superuser", role),)
        ways = self.roles.ways(role)
        found = []
        if thing.owner in ways and not _limited(thing):
            found.append(Reason("owner", thing.owner, ways[thing.owner]))
        found += [Reason("grant", holder, ways[holder]) for holder in _holders(thing.grants, ways, privilege)]
        found += [Reason("predefined", holder, ways[holder]) for holder in _predefined(ways, thing, privilege)]
        return tuple(sorted(found, key=_nearness))

    def columns(self, role: str, relation: Relation, privilege: str) -> tuple[str, ...]:
        """The columns on which ``role`` was granted ``privilege`` by themselves."""
        acting = self.roles.acting(role)
        return tuple(
            column.name for column in relation.columns if column.grants and granted(column.grants, acting, privilege)
        )

    def column_reasons(self, role: str, relation: Relation, privilege: str) -> tuple[Reason, ...]:
        """Why ``role`` holds ``privilege`` on some columns."""
        ways = self.roles.ways(role)
        holders = {holder for column in relation.columns for holder in _holders(column.grants, ways, privilege)}
        return tuple(sorted((Reason("grant", holder, ways[holder]) for holder in holders), key=_nearness))

    def usage(self, role: str, schema: str) -> bool:
        """Whether ``role`` may look into ``schema``; true for schemas that the catalog does not hold."""
        known = self._usage.get((role, schema))
        if known is None:
            noun = self._schemas.get(schema)
            known = self._usage[role, schema] = noun is None or self.holds(role, noun, "usage")
        return known


def granted(grants: Iterable[Grant], acting: Iterable[str], privilege: str) -> bool:
    """Whether one of the ``acting`` roles was granted ``privilege``."""
    for grant in grants:
        if grant.grantee in acting and (privilege in grant.privileges or "all" in grant.privileges):
            return True
    return False


def _holders(grants: Iterable[Grant], acting: Iterable[str], privilege: str) -> Iterator[str]:
    for grant in grants:
        if grant.grantee in acting and (privilege in grant.privileges or "all" in grant.privileges):
            yield grant.grantee


def _limited(thing: Holding) -> bool:
    """Whether the owner gave up privileges of its own: then a grant says what is left."""
    return any(grant.grantee == thing.owner for grant in thing.grants)


def _predefined(acting: Iterable[str], thing: Holding, privilege: str) -> Iterator[str]:
    for role, reach in _PREDEFINED.items():
        if role in acting and privilege in reach.get(type(thing), ()):
            yield role


def _nearness(reason: Reason) -> tuple[bool, int, bool, str]:
    return reason.kind != "owner" or bool(reason.way), len(reason.way), reason.holder == EVERYONE, reason.holder
