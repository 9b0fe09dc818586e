"""A SECURITY DEFINER function without a search_path of its own can be led astray.

It runs with its owner's rights on whatever object the caller puts in the way of the right one.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = "ALTER FUNCTION ... SET search_path = '', and write every name in it with its schema."
QUERY = """
    select p.oid::regprocedure as function, p.proowner::regrole as owner
    from pg_catalog.pg_proc p
    where p.prosecdef
      and not exists (select from pg_catalog.unnest(p.proconfig) as s where s like 'search_path=%')
      and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    order by 1;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """SECURITY DEFINER routines that take the caller's search_path."""
    for routine in catalog.routines:
        if routine.security_definer and not any(one.startswith("search_path=") for one in routine.settings):
            name = f"{routine.id}({routine.signature})"
            message = f"{routine.kind.capitalize()} {name} is SECURITY DEFINER and takes the caller's search_path."
            yield Advice(name, message)
