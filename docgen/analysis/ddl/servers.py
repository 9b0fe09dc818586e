"""Foreign servers and user mappings, without the secrets that were never read."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier
from docgen.analysis.ddl.statement import Ddl, Form, comment, guarded, literal
from docgen.model.catalog import ForeignServer

SECTION = "Foreign servers"


def server(wanted: ForeignServer, form: Form) -> list[Ddl]:
    """CREATE SERVER on its wrapper, the mappings, owner and comment."""
    if any(one.name == wanted.name for one in form.given.servers):
        return []
    name, wrapper = identifier(wanted.name), identifier(wanted.wrapper)
    guard = "IF NOT EXISTS " if form.idempotent else ""
    text = f"CREATE SERVER {guard}{name}"
    text += f" TYPE {literal(wanted.type)}" if wanted.type else ""
    text += f" VERSION {literal(wanted.version)}" if wanted.version else ""
    text += f" FOREIGN DATA WRAPPER {wrapper}"
    if wanted.options:
        pairs = (option.partition("=") for option in wanted.options)
        text += f"\n  OPTIONS ({', '.join(f'{identifier(key)} {literal(value)}' for key, _, value in pairs)})"
    # A wrapper mostly comes with an extension; one that a person made has no more than its name here.
    missing = f"NOT EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper WHERE fdwname = {literal(wanted.wrapper)})"
    statements = [
        Ddl(section=SECTION, object=name, text=guarded(missing, f"CREATE FOREIGN DATA WRAPPER {wrapper};")),
        Ddl(section=SECTION, object=name, text=f"{text};"),
        *privileges.owner(SECTION, "SERVER", name, wanted.owner, form),
        *comment(SECTION, "SERVER", name, wanted.comment),
    ]
    for role in wanted.mapped_roles:
        user = "PUBLIC" if role == "public" else identifier(role)
        text = f"CREATE USER MAPPING {guard}FOR {user} SERVER {name};"
        statements.append(Ddl(section=SECTION, object=name, text=text, attached=True))
    return statements


def server_privileges(wanted: ForeignServer, form: Form) -> list[Ddl]:
    """The rights on the server."""
    if any(one.name == wanted.name for one in form.given.servers):
        return []
    return privileges.privileges("FOREIGN SERVER", identifier(wanted.name), wanted.owner, wanted.grants, ())
