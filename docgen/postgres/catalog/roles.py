"""Roles: the roles that matter to the documented objects, and what they are members of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docgen.model.catalog import Membership, Role
from docgen.postgres.catalog.scope import public_options
from docgen.postgres.catalog.statements import Rows


def roles(rows: Rows, mentioned: Iterable[str]) -> tuple[Role, ...]:
    """The roles mentioned and all that they are members of, directly or not, sorted by name."""
    by_oid = {row[0]: row for row in rows}
    names = set(mentioned)
    wanted = list({row[1]: row[0] for row in rows if row[1] in names}.values())
    found: dict[int, Role] = {}
    while wanted:
        oid = wanted.pop()
        if oid in found or oid not in by_oid:
            continue
        found[oid] = _role(by_oid[oid], by_oid)
        wanted += by_oid[oid][11] or ()
    return tuple(sorted(found.values(), key=lambda role: role.name))


def _role(row: tuple[Any, ...], by_oid: dict[int, tuple[Any, ...]]) -> Role:
    (
        _, name, superuser, inherit, create_role, create_database, login, replication, bypass_row_security,
        connection_limit, settings, member_of, admins, inherits, sets, comment,
    ) = row  # fmt: skip
    memberships: dict[str, Membership] = {}
    for position, role in enumerate(member_of or ()):
        # Before PostgreSQL 16 the member's own INHERIT decided, and SET ROLE was always allowed.
        own = Membership(
            role=by_oid[role][1],
            admin=admins[position],
            inherit=inherits[position] if inherits else inherit,
            set=sets[position] if sets else True,
        )
        # Since PostgreSQL 16 two grantors can grant the same membership; what one of them gives counts.
        before = memberships.get(own.role, own)
        memberships[own.role] = Membership(
            role=own.role,
            admin=own.admin or before.admin,
            inherit=own.inherit or before.inherit,
            set=own.set or before.set,
        )
    return Role(
        name=name,
        superuser=superuser,
        inherit=inherit,
        create_role=create_role,
        create_database=create_database,
        login=login,
        replication=replication,
        bypass_row_security=bypass_row_security,
        connection_limit=connection_limit,
        member_of=tuple(memberships[key] for key in sorted(memberships)),
        settings=public_options(settings),
        comment=comment or "",
    )
