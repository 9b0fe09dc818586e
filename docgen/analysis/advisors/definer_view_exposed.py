"""A view reads its tables with its owner's rights, so row-level security is not asked.

What the view shows, the API's roles see.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees, has_api_roles
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = "ALTER VIEW ... SET (security_invoker = true) (PostgreSQL 15 and later), or revoke the grants."
QUERY = """
    select n.nspname as schema, v.relname as view
    from pg_catalog.pg_class v
    join pg_catalog.pg_namespace n on n.oid = v.relnamespace
    where v.relkind = 'v' and n.nspname not in ('pg_catalog', 'information_schema')
      and not coalesce(v.reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'::text[]
      and exists (
        select from pg_catalog.aclexplode(v.relacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
        where a.privilege_type = 'SELECT' and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
      )
    order by 1, 2;
"""
_READ = frozenset(("all", "select"))
_INVOKER = frozenset(("security_invoker=true", "security_invoker=on", "security_invoker=1"))


def check(catalog: Catalog) -> Iterator[Advice]:
    """Views that read with their owner's rights for the API's roles."""
    if not has_api_roles(catalog):
        return
    for relation in catalog.relations:
        if relation.kind == "view" and _INVOKER.isdisjoint(relation.options):
            grantees = api_grantees(relation.grants, _READ)
            if grantees:
                message = f"View {relation.id} reads past row-level security and is open to {grantees}."
                yield Advice(str(relation.id), message)
