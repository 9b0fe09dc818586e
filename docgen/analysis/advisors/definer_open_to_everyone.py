"""A SECURITY DEFINER function that public may execute lends its owner's rights to every role.

EXECUTE for public is the default.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = "REVOKE EXECUTE ON FUNCTION ... FROM public, then GRANT it to the roles that need it."
QUERY = """
    select p.oid::regprocedure as function, p.proowner::regrole as owner
    from pg_catalog.pg_proc p
    where p.prosecdef and p.prorettype <> all ('{trigger,event_trigger}'::regtype[])
      and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
      and exists (
        select from pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
        where a.grantee = 0 and a.privilege_type = 'EXECUTE'
      )
    order by 1;
"""
_EXECUTE = frozenset(("all", "execute"))


def check(catalog: Catalog) -> Iterator[Advice]:
    """SECURITY DEFINER routines that public may execute; trigger functions cannot be called."""
    for routine in catalog.routines:
        if not routine.security_definer or routine.result in ("trigger", "event_trigger"):
            continue
        if any(grant.grantee == "public" and not _EXECUTE.isdisjoint(grant.privileges) for grant in routine.grants):
            name = f"{routine.id}({routine.signature})"
            message = f"{routine.kind.capitalize()} {name} runs as {quote(routine.owner)} for anyone who calls it."
            yield Advice(name, message)
