"""Roles: whose privileges a role holds, and by which memberships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docgen.model.catalog import Role

EVERYONE = "public"


class Roles:
    """The roles of one catalog, with what they inherit."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.known: dict[str, Role] = {role.name: role for role in roles}
        self._ways: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._acting: dict[str, frozenset[str]] = {}

    def ways(self, role: str) -> Mapping[str, tuple[str, ...]]:
        """Each role whose privileges ``role`` holds, nearest first, with the memberships that lead there.

        The way to itself and to everyone is empty; ("staff", "reader") is a member of staff, which is one of reader.
        A membership without INHERIT (before PostgreSQL 16: of a NOINHERIT role) leads nowhere.
        """
        found = self._ways.get(role)
        if found is None:
            found = {role: (), EVERYONE: ()}
            waiting = [role]
            for current in waiting:
                noun = self.known.get(current)
                for membership in noun.member_of if noun else ():
                    if membership.inherit and membership.role not in found:
                        found[membership.role] = (*found[current], membership.role)
                        waiting.append(membership.role)
            self._ways[role] = found
        return found

    def acting(self, role: str) -> frozenset[str]:
        """The roles whose privileges ``role`` holds: itself, everyone, and what it inherits from."""
        found = self._acting.get(role)
        if found is None:
            found = self._acting[role] = frozenset(self.ways(role))
        return found

    def superuser(self, role: str) -> bool:
        """Whether no permission is ever refused to ``role``."""
        noun = self.known.get(role)
        return noun is not None and noun.superuser

    def bypasses(self, role: str) -> bool:
        """Whether row-level security does not hold for ``role``, whatever the table; members do not inherit it."""
        noun = self.known.get(role)
        return noun is not None and (noun.superuser or noun.bypass_row_security)
