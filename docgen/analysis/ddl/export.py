"""Export: the whole schema as a script for an empty database."""

from __future__ import annotations

from docgen.analysis.ddl.catalog import catalog_ddl
from docgen.analysis.ddl.script import SETTINGS, script
from docgen.analysis.ddl.statement import Form
from docgen.model.catalog import Catalog, Extension, Schema
from docgen.model.relation import Grant

# What PostgreSQL 15 and later put into every new database.
NEW_DATABASE = Catalog(
    schemas=(
        Schema(
            name="public",
            owner="pg_database_owner",
            comment="standard public schema",
            grants=(Grant(grantee="public", privileges=("usage",)),),
        ),
    ),
    extensions=(Extension(name="plpgsql", schema="pg_catalog", version="1.0", comment="PL/pgSQL procedural language"),),
)


def export(catalog: Catalog, role: str, *, idempotent: bool = False, owners: bool = True) -> str:
    """The script. ``role`` will own what it does not give to another one; "" writes every owner."""
    form = Form(idempotent=idempotent, role=role, owners=owners, given=NEW_DATABASE)
    settings = SETTINGS.format(local="")
    return f"{settings}\n\n{script(catalog_ddl(catalog, form))}"
