"""Platform: the schemas, functions, roles and streams that a hosting platform has and no other server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docgen.analysis.portability.dependents import Dependents, distinct
from docgen.analysis.portability.obstacle import obstacle
from docgen.analysis.provenance import deeds
from docgen.analysis.target import Target
from docgen.model.catalog import Catalog
from docgen.model.migration import Migration
from docgen.model.portability import Dependent, Obstacle, ObstacleSeverity

# What Supabase puts beside a project's own schemas, and what stands in for it elsewhere.
SCHEMAS = {
    "auth": (
        "Bring an account table and the functions of your own: auth.uid() is one SELECT on "
        "current_setting('request.jwt.claims', true), which the application then sets for each transaction."
    ),
    "storage": "Keep files in an object store (S3, Cloud Storage, Blob Storage) and its rules in the application.",
    "realtime": "Let a service of your own read the changes by logical replication, or LISTEN and NOTIFY.",
    "_realtime": "Leave it: it belongs to the platform's own service.",
    "vault": "Keep secrets in the provider's secret manager and give them to the application.",
    "cron": "Schedule the jobs anew with cron.schedule() where pg_cron is offered: jobs are rows and do not travel.",
    "net": "Send requests from the application or a queue: pg_net is the platform's extension.",
    "graphql": "Serve GraphQL from the application: pg_graphql is the platform's extension.",
    "graphql_public": "Serve GraphQL from the application: pg_graphql is the platform's extension.",
    "pgsodium": "Encrypt with pgcrypto or in the application, with keys from the provider's key manager.",
    "pgmq": "Use the provider's queue, or create pgmq's tables and functions as your own: they are plain SQL.",
    "supabase_functions": "Call the function from the application or a queue instead of a database webhook.",
    "supabase_migrations": "Let the migration tool write its history on the new server.",
    "pgbouncer": "Leave it: it belongs to the platform's pooler.",
}
ROLES = {
    "anon": "the API's role for callers who are not signed in",
    "authenticated": "the API's role for callers who are signed in",
    "service_role": "the API's role for trusted services",
    "authenticator": "the role that the API connects as",
    "dashboard_user": "the role of the platform's dashboard",
    "supabase_admin": "the platform's superuser",
    "supabase_auth_admin": "the role of the platform's service for accounts",
    "supabase_storage_admin": "the role of the platform's service for files",
}
_CALL = r"(?<![.\w])\"?{schema}\"?\s*\.\s*\"?\w"


def schemas(
    catalog: Catalog, dependents: Dependents, migrations: Iterable[Migration], target: Target
) -> Iterator[Obstacle]:
    """The platform's schemas that something of the project rests on, or that a migration works in."""
    documented = {schema.name for schema in catalog.schemas}
    statements = _statements(migrations)
    for schema, suggestion in SCHEMAS.items():
        if schema in documented:
            continue
        found = dependents.in_schema(schema)
        offered = schema == "cron" and "pg_cron" in target.extensions
        places = statements.get(schema, ())
        if found or places:
            message = f"Schema {schema} belongs to the platform: {target.title} has none."
            if offered:
                message = f"Schema {schema} comes with the extension pg_cron; the jobs in it do not travel."
            severity: ObstacleSeverity = "decision" if offered or not found else "blocks"
            yield obstacle(severity, "schema", schema, message, suggestion, distinct((*found, *places)))


def roles(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    """The platform's roles that grants or policies name."""
    for role in catalog.roles:
        if role.name in ROLES:
            named = tuple(_named(catalog, role.name))
            yield obstacle(
                "decision",
                "role",
                role.name,
                f"Role {role.name} is {ROLES[role.name]}: nothing on {target.title} signs anyone in as it.",
                "Keep it (the script creates it) and let the application SET ROLE and set the claims after it has "
                "checked the caller; or write the policies and grants for roles of your own.",
                named,
            )


def publications(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    """Publications: who reads them stays behind, and the server has to be told."""
    for publication in catalog.publications:
        tables = [Dependent(object=str(table.name), via="published") for table in publication.tables]
        told = target.replication
        if publication.name.startswith("supabase_realtime"):
            message = f"Publication {publication.name} feeds the platform's realtime service, which stays behind."
            suggestion = f"Drop it, or let a service of your own read it. {told}"
            yield obstacle("decision", "publication", publication.name, message, suggestion, tables)
        else:
            message = f"Publication {publication.name} travels, its replication slots and subscribers do not."
            yield obstacle("note", "publication", publication.name, message, told, tables)
        if (publication.all_tables or publication.schemas) and not target.superuser:
            message = (
                f"Publication {publication.name} speaks of whole schemas or all tables: PostgreSQL wants a superuser."
            )
            yield obstacle(
                "decision", "publication", publication.name, message, "Name its tables one by one if it is refused."
            )


def _named(catalog: Catalog, role: str) -> Iterator[Dependent]:
    for relation in catalog.relations:
        for policy in relation.policies:
            if role in policy.roles:
                yield Dependent(object=str(relation.id), via=f"policy {policy.name}")
        if any(grant.grantee == role for grant in relation.grants):
            yield Dependent(object=str(relation.id), via="grant")
    for routine in catalog.routines:
        if any(grant.grantee == role for grant in routine.grants):
            yield Dependent(object=f"{routine.id}({routine.signature})", via="grant")


def _statements(migrations: Iterable[Migration]) -> dict[str, tuple[Dependent, ...]]:
    """Statements of the migrations that work in a platform's schema, by schema: the catalog does not show them."""
    found: dict[str, list[Dependent]] = {}
    calls = {schema: re.compile(_CALL.format(schema=schema)) for schema in SCHEMAS}
    for deed in deeds(migrations):
        action = deed.action
        places = {action.schema, action.relation_schema} if action and action.verb != "drop" else set()
        if deed.statement.kind == "SELECT":
            places |= {schema for schema, call in calls.items() if call.search(deed.statement.text)}
        for schema in places & SCHEMAS.keys():
            name = Dependent(object=f"{deed.path}:{deed.line}", via=deed.statement.kind)
            found.setdefault(schema, []).append(name)
    return {schema: tuple(places) for schema, places in found.items()}
