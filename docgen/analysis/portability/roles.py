"""Roles: attributes that only a superuser gives, names that the target keeps for itself, passwords."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from docgen.analysis.portability.dependents import routine_name
from docgen.analysis.portability.obstacle import obstacle
from docgen.analysis.portability.platform import ROLES
from docgen.analysis.target import Target
from docgen.model.catalog import Catalog, Role
from docgen.model.name import quote
from docgen.model.portability import Dependent, Obstacle


def roles(catalog: Catalog, role: str, target: Target) -> Iterator[Obstacle]:
    """What of the roles does not travel; ``role`` ran the migrations, "" where that is not known."""
    for one in catalog.roles:
        if one.name.startswith("pg_"):
            continue  # the server's own
        if any(fnmatch.fnmatchcase(one.name, pattern) for pattern in target.reserved_roles):
            message = f"Role {quote(one.name)} has a name that {target.title} keeps for itself."
            yield obstacle("blocks", "role", one.name, message, "Rename it before the move.", _owned(catalog, one.name))
        if one.name == role:
            yield _replayer(catalog, one, target)
        elif not target.superuser:
            yield from _attributes(catalog, one, target)
        if one.login and one.name != role and one.name not in ROLES:
            message = f"Role {quote(one.name)} logs in, and its password does not travel."
            yield obstacle("note", "role", one.name, message, "Give it one on the new server.")


def _replayer(catalog: Catalog, role: Role, target: Target) -> Obstacle:
    owned = len(tuple(_owned(catalog, role.name)))
    message = f"{owned} objects belong to {quote(role.name)}, who ran the migrations."
    suggestion = "Load the script with --no-owner as the role that shall own the schema there."
    return obstacle("note", "role", role.name, message, suggestion)


def _attributes(catalog: Catalog, role: Role, target: Target) -> Iterator[Obstacle]:
    if role.superuser:
        message = f"Role {quote(role.name)} is a superuser; {target.title} has none for customers."
        suggestion = f"Grant it {target.administrator} if it administers the server, else only what it needs."
        yield obstacle("decision", "role", role.name, message, suggestion, _owned(catalog, role.name))
        return
    if role.replication:
        message = f"Role {quote(role.name)} has REPLICATION, which {target.administrator} may be refused to give."
        stead = f"Grant it {target.replication_role} instead." if target.replication_role else "Try it before the move."
        yield obstacle("decision", "role", role.name, message, stead)
    if role.bypass_row_security:
        known = target.bypass_row_security or "Whether the administrator may give it is not known: try it."
        message = f"Role {quote(role.name)} has BYPASSRLS: it reads past every policy."
        suggestion = f"{known} Else give it a policy of its own on each table: USING (true)."
        yield obstacle("decision", "role", role.name, message, suggestion)


def _owned(catalog: Catalog, role: str) -> Iterator[Dependent]:
    names = [(str(one.id), one.owner) for one in catalog.relations]
    names += [(routine_name(one), one.owner) for one in catalog.routines]
    yield from (Dependent(object=name, via="owner") for name, owner in names if owner == role)
