"""Role page: the roles that own, may do or are named by something, and what they inherit."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.catalog import Membership, Role
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, cell, code, codes, join, table
from docgen.render.links import ROLES, anchor
from docgen.render.notes import note


def role_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """roles.md."""
    roles = document.catalog.roles
    known = {role.name for role in roles}
    rows = [
        (
            Markdown(f'<a id="{anchor("role", role.name)}"></a>{code(role.name)}'),
            _attributes(role),
            join([_membership(membership, known) for membership in role.member_of], "<br>"),
            codes(role.settings, "<br>"),
            cell(role.comment),
        )
        for role in roles
    ]
    yield environment.page(
        "roles.md.j2",
        ROLES,
        roles=table(rows, "Role", "Attributes", "Member of", "Settings", "Description"),
        bypassing=[code(role.name) for role in roles if role.superuser or role.bypass_row_security],
        notes=note(document, ROLES),
    )


def _attributes(role: Role) -> Markdown:
    phrases = [
        *(["**superuser**"] if role.superuser else []),
        "can log in" if role.login else "cannot log in",
        *(["**bypasses row-level security**"] if role.bypass_row_security else []),
        *(["creates roles"] if role.create_role else []),
        *(["creates databases"] if role.create_database else []),
        *(["replication"] if role.replication else []),
        *([] if role.inherit else ["does not inherit"]),
        *([f"at most {role.connection_limit} connections"] if role.connection_limit >= 0 else []),
    ]
    return Markdown("<br>".join(phrases))


def _membership(membership: Membership, known: set[str]) -> Markdown:
    shown = code(membership.role)
    if membership.role in known:
        shown = Markdown(f"[{shown}](#{anchor('role', membership.role)})")
    remarks = [
        *(["may grant it"] if membership.admin else []),
        *([] if membership.inherit else ["not inherited"]),
        *([] if membership.set else ["may not become it"]),
    ]
    return Markdown(f"{shown} ({', '.join(remarks)})") if remarks else shown
