"""Schemas and extensions: the places, and what comes ready-made into them."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier
from docgen.analysis.ddl.statement import Ddl, Form, comment
from docgen.model.catalog import Catalog, Extension, Schema

SECTION = "Schemas"
EXTENSIONS = "Extensions"
# Every new database has it.
_PUBLIC = "public"


def schema(wanted: Schema, form: Form) -> list[Ddl]:
    """CREATE SCHEMA with owner and comment."""
    before = next((one for one in form.given.schemas if one.name == wanted.name), None)
    name = identifier(wanted.name)
    statements = []
    if before is None:
        guard = "IF NOT EXISTS " if form.idempotent or wanted.name == _PUBLIC else ""
        statements.append(Ddl(section=SECTION, object=name, text=f"CREATE SCHEMA {guard}{name};"))
    statements += privileges.owner(SECTION, "SCHEMA", name, wanted.owner, form, before.owner if before else None)
    statements += comment(SECTION, "SCHEMA", name, wanted.comment, before.comment if before else "")
    return statements


def schema_privileges(wanted: Schema, form: Form) -> list[Ddl]:
    """The rights on the schema."""
    before = next((one for one in form.given.schemas if one.name == wanted.name), None)
    held = before.grants if before else privileges.at_creation("schemas", "", form)
    return privileges.privileges("SCHEMA", identifier(wanted.name), wanted.owner, wanted.grants, held)


def extension(wanted: Extension, catalog: Catalog, form: Form) -> list[Ddl]:
    """CREATE EXTENSION in its schema, without the version: the server's own is what a new database gets."""
    before = next((one for one in form.given.extensions if one.name == wanted.name), None)
    name, place = identifier(wanted.name), identifier(wanted.schema)
    if before is not None:
        return comment(EXTENSIONS, "EXTENSION", name, wanted.comment, before.comment)
    statements = []
    known = {one.name for one in (*catalog.schemas, *form.given.schemas)}
    own = wanted.schema.startswith("pg_") or dict(wanted.members).get("schema")
    if wanted.schema not in known and not own:
        statements.append(Ddl(section=EXTENSIONS, object=name, text=f"CREATE SCHEMA IF NOT EXISTS {place};"))
    guard = "IF NOT EXISTS " if form.idempotent or wanted.name == "plpgsql" else ""
    where = "" if own else f" WITH SCHEMA {place}"
    statements.append(Ddl(section=EXTENSIONS, object=name, text=f"CREATE EXTENSION {guard}{name}{where};"))
    return statements
