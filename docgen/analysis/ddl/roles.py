"""Roles: CREATE ROLE where the server has none of that name; roles belong to the server, not to the database."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.analysis.ddl.identifiers import identifier
from docgen.analysis.ddl.statement import Ddl, comment, guarded, literal
from docgen.model.catalog import Role

SECTION = "Roles"
_WORDS = (
    ("superuser", "SUPERUSER"),
    ("create_role", "CREATEROLE"),
    ("create_database", "CREATEDB"),
    ("login", "LOGIN"),
    ("replication", "REPLICATION"),
    ("bypass_row_security", "BYPASSRLS"),
)


def roles(wanted: Iterable[Role], given: Iterable[Role]) -> list[Ddl]:
    """The roles that are not given, without passwords, then their memberships and settings."""
    wanted, known = list(wanted), {role.name: role for role in given}
    made = [role for role in wanted if role.name not in known and not role.name.startswith("pg_")]
    statements: list[Ddl] = []
    for role in made:
        name = identifier(role.name)
        condition = f"NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {literal(role.name)})"
        statements.append(
            Ddl(section=SECTION, object=name, text=guarded(condition, f"CREATE ROLE {name}{_words(role)};"))
        )
        statements += comment(SECTION, "ROLE", name, role.comment)
    for role in wanted:
        if not role.name.startswith("pg_"):
            statements += _memberships(role, known.get(role.name))
    return statements


def _words(role: Role) -> str:
    words = [word for field, word in _WORDS if getattr(role, field)]
    words += [] if role.inherit else ["NOINHERIT"]
    words += [] if role.connection_limit == -1 else [f"CONNECTION LIMIT {role.connection_limit}"]
    return "".join(f" {word}" for word in words)


def _memberships(role: Role, before: Role | None) -> list[Ddl]:
    name = identifier(role.name)
    known = before.member_of if before else ()
    texts = [
        f"GRANT {identifier(one.role)} TO {name}{' WITH ADMIN OPTION' if one.admin else ''};"
        for one in role.member_of
        if one not in known
    ]
    for setting in role.settings:
        if before is None or setting not in before.settings:
            key, _, value = setting.partition("=")
            texts.append(f"ALTER ROLE {name} SET {key} TO {literal(value)};")
    return [Ddl(section=SECTION, object=name, text=text, attached=True) for text in texts]
