"""A view on auth.users that the API's roles may read tells strangers who has an account.

Addresses, telephone numbers and the data of each sign-up stand in that table. Only a view that asks with the rights of
the caller, on a table with row-level security, keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees, has_api_roles
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name

SEVERITY: Severity = "error"
REMEDY = "Keep what others may see in a table of your own, filled by a trigger; drop the view or revoke the grants."
QUERY = """
    select distinct n.nspname as schema, v.relname as view
    from pg_catalog.pg_depend d
    join pg_catalog.pg_rewrite r on r.oid = d.objid
    join pg_catalog.pg_class v on v.oid = r.ev_class
    join pg_catalog.pg_namespace n on n.oid = v.relnamespace
    where d.refobjid = pg_catalog.to_regclass('auth.users') and d.deptype = 'n' and v.oid <> d.refobjid
      and exists (
        select from pg_catalog.aclexplode(v.relacl) a left join pg_catalog.pg_roles o on o.oid = a.grantee
        where a.privilege_type = 'SELECT' and (a.grantee = 0 or o.rolname in ('anon', 'authenticated'))
      )
    order by 1, 2;
"""
_READ = frozenset(("all", "select"))
_ACCOUNTS = Name("auth", "users")


def check(catalog: Catalog) -> Iterator[Advice]:
    """Views on auth.users that the API's roles may read, whoever's rights they read with."""
    if not has_api_roles(catalog):
        return
    for relation in catalog.relations:
        if relation.kind in ("view", "materialized view") and any(use.name == _ACCOUNTS for use in relation.uses):
            grantees = api_grantees(relation.grants, _READ)
            if grantees:
                message = f"{relation.kind.capitalize()} {relation.id} shows rows of auth.users to {grantees}."
                yield Advice(str(relation.id), message)
