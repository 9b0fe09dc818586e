"""Privileges: what each role may do with an object in the end, from grants, memberships, policies and schema usage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docgen.model.catalog import Catalog, Role
from docgen.model.relation import Grant, Policy, Relation

COMMANDS = ("select", "insert", "update", "delete")
RELATION_PRIVILEGES = (*COMMANDS, "truncate", "references", "trigger", "maintain")
EVERYONE = "public"
_INVOKER = frozenset(f"security_invoker={value}" for value in ("true", "on", "yes", "1"))


class Verdict(NamedTuple):
    """What one role may do with one relation by one command.

    ``reach``: none (no privilege), schema (no USAGE on the schema), nothing (row security lets no row through),
    policies (rows that policies let through), below (what the reader may do with the tables below a view), all.
    """

    reach: str
    columns: tuple[str, ...] = ()  # where the privilege is held on these columns only
    policies: tuple[Policy, ...] = ()
    bypass: bool = False


_NONE, _ALL = Verdict("none"), Verdict("all")


class Privileges:
    """The roles of one catalog, with what they inherit."""

    def __init__(self, catalog: Catalog) -> None:
        self.roles: dict[str, Role] = {role.name: role for role in catalog.roles}
        self._acting: dict[str, frozenset[str]] = {}
        self._last: Relation | None = None
        self._granted: list[tuple[str, tuple[Grant, ...]]] = []
        self._usage = {
            schema.name: {grant.grantee for grant in schema.grants if {"usage", "all"} & set(grant.privileges)}
            | {schema.owner}
            for schema in catalog.schemas
        }

    def acting(self, role: str) -> frozenset[str]:
        """The roles whose privileges ``role`` holds: itself, everyone, and what it inherits from."""
        known = self._acting.get(role)
        if known is None:
            reached, waiting = {role, EVERYONE}, [role]
            while waiting:
                noun = self.roles.get(waiting.pop())
                for membership in noun.member_of if noun else ():
                    if membership.inherit and membership.role not in reached:
                        reached.add(membership.role)
                        waiting.append(membership.role)
            known = self._acting[role] = frozenset(reached)
        return known

    def bypasses(self, role: str) -> bool:
        """Whether row-level security does not hold for ``role``, whatever the table."""
        noun = self.roles.get(role)
        return noun is not None and (noun.superuser or noun.bypass_row_security)

    def _column_grants(self, relation: Relation) -> list[tuple[str, tuple[Grant, ...]]]:
        """The columns of ``relation`` with grants of their own; the last relation's are remembered."""
        if self._last is not relation:
            self._last = relation
            self._granted = [(column.name, column.grants) for column in relation.columns if column.grants]
        return self._granted

    def concerned(self, relation: Relation) -> tuple[str, ...]:
        """The roles to speak of: whoever a grant or a policy names, everyone first, the owner left out."""
        named = {grant.grantee for grant in relation.grants}
        named.update(grant.grantee for _, grants in self._column_grants(relation) for grant in grants)
        named.update(role for policy in relation.policies for role in policy.roles)
        named.discard(relation.owner)
        return tuple(sorted(named, key=lambda role: (role != EVERYONE, role)))

    def usage(self, role: str, schema: str) -> bool:
        """Whether ``role`` may reach into ``schema``; true for schemas that the catalog does not hold."""
        noun = self.roles.get(role)
        holders = self._usage.get(schema)
        return holders is None or (noun is not None and noun.superuser) or not holders.isdisjoint(self.acting(role))

    def verdict(self, role: str, relation: Relation, command: str) -> Verdict:
        """What ``role`` may do with ``relation`` by ``command``: one of COMMANDS."""
        acting = self.acting(role)
        noun = self.roles.get(role)
        superuser = noun is not None and noun.superuser
        columns: tuple[str, ...] = ()
        if not superuser and relation.owner not in acting and not holds(relation.grants, acting, command):
            granted = self._column_grants(relation)
            columns = tuple(name for name, grants in granted if holds(grants, acting, command))
            if not columns:
                return _NONE
        if not self.usage(role, relation.schema):
            return Verdict("schema", columns)
        if not relation.row_security:
            if not columns and relation.kind != "view":
                return _ALL
            return Verdict("below" if relation.kind == "view" and not reads_as_owner(relation) else "all", columns)
        if self.bypasses(role) or (relation.owner in acting and not relation.force_row_security):
            return Verdict("all", columns, bypass=True)
        policies = tuple(policy for policy in relation.policies if applies(policy, acting, command))
        permissive = any(policy.permissive for policy in policies)
        return Verdict("policies" if permissive else "nothing", columns, policies)


def holds(grants: Iterable[Grant], acting: frozenset[str], privilege: str) -> bool:
    """Whether one of the ``acting`` roles was granted ``privilege``."""
    for grant in grants:
        if grant.grantee in acting and (privilege in grant.privileges or "all" in grant.privileges):
            return True
    return False


def applies(policy: Policy, acting: frozenset[str], command: str) -> bool:
    """Whether a policy speaks of ``command`` by a role that acts as ``acting``."""
    return policy.command in ("all", command) and not acting.isdisjoint(policy.roles)


def reads_as_owner(relation: Relation) -> bool:
    """Whether a view reads the tables below with its owner's rights, not the reader's."""
    return relation.kind == "view" and _INVOKER.isdisjoint(relation.options)
