"""A SECURITY DEFINER function that the API's roles were granted does its owner's work for whoever calls the API.

That may be its purpose. Then it has to check the caller itself: row-level security is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "info"
REMEDY = "See that it checks who calls; else REVOKE EXECUTE, or move it to a schema that the API does not serve."
QUERY = """
    select p.oid::regprocedure as function, pg_catalog.string_agg(r.rolname, ', ' order by r.rolname) as open_to
    from pg_catalog.pg_proc p
    cross join lateral pg_catalog.aclexplode(p.proacl) a
    join pg_catalog.pg_roles r on r.oid = a.grantee
    where p.prosecdef and a.privilege_type = 'EXECUTE' and r.rolname in ('anon', 'authenticated')
      and p.prorettype <> all ('{trigger,event_trigger}'::regtype[])
      and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    group by 1
    order by 1;
"""
_EXECUTE = frozenset(("all", "execute"))


def check(catalog: Catalog) -> Iterator[Advice]:
    """SECURITY DEFINER routines that were granted to the API's roles by name; public has a check of its own."""
    for routine in catalog.routines:
        if not routine.security_definer or routine.result in ("trigger", "event_trigger"):
            continue
        grantees = api_grantees((one for one in routine.grants if one.grantee != "public"), _EXECUTE)
        if grantees:
            name = f"{routine.id}({routine.signature})"
            message = f"{routine.kind.capitalize()} {name} runs as {quote(routine.owner)} for {grantees}."
            yield Advice(name, message)
