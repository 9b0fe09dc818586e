"""What the server itself answers on privileges, and what docgen makes of its catalog, as sets to compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import psycopg

from docgen.analysis.access.privileges import RELATION_PRIVILEGES, SEQUENCE_PRIVILEGES, Privileges
from docgen.analysis.access.roles import EVERYONE
from docgen.model.catalog import Catalog

Held: TypeAlias = tuple[str, str, str, str]  # kind, role, object, privilege

_COLUMN_PRIVILEGES = ("select", "insert", "update", "references")
# The role's name goes in, so that "public" stands for everyone as it does for the functions.
_QUESTIONS = {
    "relation": """
        select role, n.nspname || '.' || c.relname, privilege
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(%(roles)s::text[]) role, unnest(%(relation)s::text[]) privilege
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any(%(schemas)s)
          and has_table_privilege(role::name, c.oid, privilege)""",
    "column": """
        select role, n.nspname || '.' || c.relname || '.' || a.attname, privilege
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
          unnest(%(roles)s::text[]) role, unnest(%(column)s::text[]) privilege
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any(%(schemas)s)
          and has_column_privilege(role::name, c.oid, a.attnum, privilege)""",
    "schema": """
        select role, n.nspname, privilege
        from pg_namespace n, unnest(%(roles)s::text[]) role, unnest('{usage,create}'::text[]) privilege
        where n.nspname = any(%(schemas)s) and has_schema_privilege(role::name, n.oid, privilege)""",
    "sequence": """
        select role, n.nspname || '.' || c.relname, privilege
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(%(roles)s::text[]) role, unnest(%(sequence)s::text[]) privilege
        where c.relkind = 'S' and n.nspname = any(%(schemas)s)
          and has_sequence_privilege(role::name, c.oid, privilege)""",
    "routine": """
        select role, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'execute'
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest(%(roles)s::text[]) role
        where n.nspname = any(%(schemas)s) and has_function_privilege(role::name, p.oid, 'execute')""",
    "type": """
        select role, n.nspname || '.' || t.typname, 'usage'
        from pg_type t join pg_namespace n on n.oid = t.typnamespace, unnest(%(roles)s::text[]) role
        where n.nspname = any(%(schemas)s) and has_type_privilege(role::name, t.oid, 'usage')""",
}


def roles_of(catalog: Catalog) -> list[str]:
    """Every role of the catalog, and everyone."""
    return [EVERYONE, *(role.name for role in catalog.roles)]


def answered(connection: psycopg.Connection[Any], catalog: Catalog) -> set[Held]:
    """What the server says that each role holds, on the documented objects."""
    asked = {
        "roles": roles_of(catalog),
        "schemas": [schema.name for schema in catalog.schemas],
        "relation": list(RELATION_PRIVILEGES),
        "column": list(_COLUMN_PRIVILEGES),
        "sequence": list(SEQUENCE_PRIVILEGES),
    }
    documented = {(kind, thing) for kind, _, thing, _ in _possible(catalog)}
    with connection.cursor() as cursor:
        cursor.execute("set local search_path = ''")
        return {
            (kind, role, thing, privilege)
            for kind, question in _QUESTIONS.items()
            for role, thing, privilege in cursor.execute(question.encode(), asked).fetchall()
            if (kind, thing) in documented
        }


def computed(catalog: Catalog) -> set[Held]:
    """What docgen says of the same."""
    privileges = Privileges(catalog)
    found = set()
    for kind, role, noun, name, privilege in _questions(catalog):
        if privileges.holds(role, noun, privilege):
            assert privileges.reasons(role, noun, privilege), "whoever holds a privilege has a reason"
            found.add((kind, role, name, privilege))
        else:
            assert not privileges.reasons(role, noun, privilege)
    for relation in catalog.relations:
        for role in roles_of(catalog):
            for privilege in _COLUMN_PRIVILEGES:
                whole = privileges.holds(role, relation, privilege)
                held = (
                    [one.name for one in relation.columns] if whole else privileges.columns(role, relation, privilege)
                )
                place = f"{relation.schema}.{relation.name}"
                found |= {("column", role, f"{place}.{name}", privilege) for name in held}
    return found


def _questions(catalog: Catalog) -> Iterator[tuple[str, str, Any, str, str]]:
    for role in roles_of(catalog):
        for relation in catalog.relations:
            for privilege in RELATION_PRIVILEGES:
                yield "relation", role, relation, f"{relation.schema}.{relation.name}", privilege
        for schema in catalog.schemas:
            for privilege in ("usage", "create"):
                yield "schema", role, schema, schema.name, privilege
        for sequence in catalog.sequences:
            for privilege in SEQUENCE_PRIVILEGES:
                yield "sequence", role, sequence, f"{sequence.schema}.{sequence.name}", privilege
        for routine in catalog.routines:
            yield "routine", role, routine, f"{routine.schema}.{routine.name}({routine.signature})", "execute"
        for made in catalog.types:
            yield "type", role, made, f"{made.schema}.{made.name}", "usage"


def _possible(catalog: Catalog) -> Iterator[Held]:
    yield from ((kind, role, name, privilege) for kind, role, _, name, privilege in _questions(catalog))
    for relation in catalog.relations:
        for column in relation.columns:
            yield "column", "", f"{relation.schema}.{relation.name}.{column.name}", ""
