"""Effective: what one role reaches in one relation by one command, everything taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from docgen.analysis.access.privileges import Holding, Privileges, Reason
from docgen.analysis.access.roles import EVERYONE
from docgen.analysis.access.rows import Condition, applies, condition
from docgen.model.catalog import Catalog, Routine, Schema
from docgen.model.name import Name
from docgen.model.relation import Policy, Relation

_INVOKER = frozenset(f"security_invoker={value}" for value in ("true", "on", "yes", "1"))

Reach = Literal["none", "schema", "refused", "read only", "nothing", "policies", "below", "trigger", "unknown", "all"]


class Below(NamedTuple):
    """A table under a view, the role whose rights count there, and what that role reaches."""

    relation: Name
    actor: str
    verdict: Verdict


class Verdict(NamedTuple):
    """What one role may do with one relation by one command.

    ``reach``: none (no privilege), schema (no USAGE on the schema), refused (a view over what its reader or owner may
    not touch), read only (a view that cannot be written), nothing (row security lets no row through), policies (rows
    that fulfil ``condition``), below (what ``below`` lets through), trigger (an INSTEAD OF trigger or a rule decides),
    unknown (not documented), all.
    """

    reach: Reach
    columns: tuple[str, ...] = ()  # where the privilege is held on these columns only
    policies: tuple[Policy, ...] = ()
    condition: Condition = Condition()
    bypass: bool = False
    below: tuple[Below, ...] = ()  # the tables under a view that let only a part through, or nothing


_NONE, _ALL, _UNKNOWN = Verdict("none"), Verdict("all"), Verdict("unknown")


class Access:
    """What the roles of one catalog reach in the end."""

    def __init__(self, catalog: Catalog) -> None:
        self.privileges = Privileges(catalog)
        self.roles = self.privileges.roles
        self._relations = {relation.id: relation for relation in catalog.relations}
        self._members: dict[str, list[str]] = {}
        for role in catalog.roles:
            for held in self.roles.acting(role.name) if not role.superuser else ():
                self._members.setdefault(held, []).append(role.name)

    def concerned(self, relation: Relation) -> tuple[str, ...]:
        """The roles to speak of: whom a grant or a policy names, and who inherits from them or from the owner.

        Superusers and an owner with all its rights are left out: they may do everything. Everyone comes first.
        """
        named = {grant.grantee for grant in relation.grants}
        named.update(grant.grantee for column in relation.columns for grant in column.grants)
        named.update(role for policy in relation.policies for role in policy.roles)
        found = named.union(*(self._members.get(role, ()) for role in (named | {relation.owner}) - {EVERYONE}))
        if EVERYONE in named:
            found.update(self._beyond_everyone(relation))
        found = {role for role in found if not self.roles.superuser(role)}
        if relation.owner not in {grant.grantee for grant in relation.grants} and not relation.force_row_security:
            found.discard(relation.owner)
        return tuple(sorted(found, key=lambda role: (role != EVERYONE, role)))

    def _beyond_everyone(self, relation: Relation) -> Iterator[str]:
        """The roles for which a privilege of everyone is worth more: they see the schema, or past the policies."""
        closed = not self.privileges.usage(EVERYONE, relation.schema)
        for role in self.roles.known:
            if (closed and self.privileges.usage(role, relation.schema)) or (
                relation.row_security and self.roles.bypasses(role)
            ):
                yield role

    def verdict(self, role: str, relation: Relation, command: str) -> Verdict:
        """What ``role`` may do with ``relation`` by ``command``: one of COMMANDS."""
        return self._verdict(role, relation, command, role, frozenset(), named=True)

    def calls(self, role: str, routine: Routine) -> bool:
        """Whether ``role`` may call ``routine`` by its name."""
        return self.privileges.holds(role, routine, "execute") and self.privileges.usage(role, routine.schema)

    def holders(self, thing: Holding, privileges: Iterable[str]) -> tuple[str, ...]:
        """The roles to speak of for an object other than a relation: everyone or whoever holds one of ``privileges``.

        What everyone holds is told of everyone alone where everyone may look into the schema; the owner and superusers
        are left out.
        """
        wanted = tuple(privileges)
        public = [one for one in wanted if self.privileges.holds(EVERYONE, thing, one)]
        schema = None if isinstance(thing, Schema) else thing.schema
        closed = schema is not None and not self.privileges.usage(EVERYONE, schema)
        beyond = [one for one in wanted if one not in public]
        found = []
        for role in self.roles.known:
            if role != thing.owner and not self.roles.superuser(role):
                further = any(self.privileges.holds(role, thing, one) for one in beyond)
                opened = bool(schema and closed and public) and self.privileges.usage(role, schema or "")
                found += [role] if further or opened else []
        return (EVERYONE, *found) if public and not (closed and found) else tuple(found)

    def reasons(self, role: str, relation: Relation, privilege: str) -> tuple[Reason, ...]:
        """Why ``role`` holds ``privilege`` on ``relation`` or on some of its columns."""
        found = self.privileges.reasons(role, relation, privilege)
        return found or self.privileges.column_reasons(role, relation, privilege)

    def _verdict(
        self, actor: str, relation: Relation, command: str, user: str, seen: frozenset[Name], *, named: bool
    ) -> Verdict:
        """What ``actor`` may, whose rights count here, for ``user``, who sent the statement; USAGE counts by name."""
        columns: tuple[str, ...] = ()
        if not self.privileges.holds(actor, relation, command):
            columns = self.privileges.columns(actor, relation, command)
            if not columns:
                return _NONE
        if named and not self.privileges.usage(actor, relation.schema):
            return Verdict("schema", columns)
        if relation.kind == "view":
            return self._through(relation, command, user, seen, columns)
        if relation.row_security:
            return self._rows(actor, relation, command, columns)
        return Verdict("all", columns) if columns else _ALL

    def _rows(self, actor: str, relation: Relation, command: str, columns: tuple[str, ...]) -> Verdict:
        acting = self.roles.acting(actor)
        if self.roles.bypasses(actor) or (relation.owner in acting and not relation.force_row_security):
            return Verdict("all", columns, bypass=True)
        policies = tuple(policy for policy in relation.policies if applies(policy, acting, command))
        asked = condition(policies, command)
        return Verdict("nothing" if asked.none else "policies", columns, policies, asked)

    def _through(
        self, view: Relation, command: str, user: str, seen: frozenset[Name], columns: tuple[str, ...]
    ) -> Verdict:
        """What a view lets ``user`` reach: its tables with its owner's rights, or with the user's own."""
        if command != "select":
            if command not in view.writable:
                return Verdict("read only", columns)
            if _instead(view, command):
                return Verdict("trigger", columns)
        limits = tuple(dict.fromkeys(self._limits(view, command, user, seen | {view.id})))
        if any(limit.verdict.reach in ("none", "refused", "read only") for limit in limits):
            return Verdict("refused", columns, below=limits)
        return Verdict("below" if limits else "all", columns, below=limits)

    def _limits(self, view: Relation, command: str, user: str, seen: frozenset[Name]) -> Iterator[Below]:
        actor = view.owner if reads_as_owner(view) else user
        for use in view.uses:
            if use.kind != "relation" or use.via != "view" or use.name in seen:
                continue
            relation = self._relations.get(use.name)
            if relation is None:
                yield Below(use.name, actor, _UNKNOWN)
                continue
            verdict = self._verdict(actor, relation, command, user, seen, named=False)
            if command == "select" and not set(use.columns) <= set(verdict.columns or use.columns):
                verdict = _NONE
            if verdict.reach in ("below", "refused") and verdict.below:
                yield from verdict.below
            elif verdict.reach != "all":
                yield Below(use.name, actor, verdict)


def reads_as_owner(relation: Relation) -> bool:
    """Whether a view reads the tables below with its owner's rights, not the reader's."""
    return relation.kind == "view" and _INVOKER.isdisjoint(relation.options)


def _instead(view: Relation, command: str) -> bool:
    """Whether a trigger or a rule does what the view's query cannot."""
    return any(
        trigger.timing == "instead of" and any(event.split(" ")[0] == command for event in trigger.events)
        for trigger in view.triggers
    ) or any(rule.event == command for rule in view.rules)
