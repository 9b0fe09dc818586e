"""A function without a search_path of its own finds what the caller's path finds: another table, another function.

It works until somebody calls it with another path. With SECURITY DEFINER it is a hole and has a check of its own. A SQL
function with a setting is no longer inlined into the query: leave those out that have to be.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, has_api_roles
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "info"
REMEDY = "ALTER FUNCTION ... SET search_path = '', and write every name in it with its schema."
QUERY = """
    select p.oid::regprocedure as function
    from pg_catalog.pg_proc p
    join pg_catalog.pg_language l on l.oid = p.prolang
    where not p.prosecdef and p.prokind in ('f', 'p') and l.lanname not in ('c', 'internal')
      and not exists (select from pg_catalog.unnest(p.proconfig) as s where s like 'search_path=%')
      and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    order by 1;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Functions and procedures with the rights of their caller; only where an API calls them with a path of its own."""
    if not has_api_roles(catalog):
        return
    for routine in catalog.routines:
        if routine.security_definer or routine.kind not in ("function", "procedure"):
            continue
        if routine.language not in ("c", "internal") and not any(
            one.startswith("search_path=") for one in routine.settings
        ):
            name = f"{routine.id}({routine.signature})"
            yield Advice(name, f"{routine.kind.capitalize()} {name} takes the caller's search_path.")
