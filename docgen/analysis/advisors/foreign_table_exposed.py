"""A foreign table has no row-level security: what the API's roles may read of it, they read whole.

The rows come from another server with the rights of the user mapping, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, open_to_the_api
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = "Revoke the grants, move the table to a schema that the API does not serve, or read it through a function."
QUERY = """
    select n.nspname as schema, t.relname as table
    from pg_catalog.pg_class t
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind = 'f' and n.nspname not in ('pg_catalog', 'information_schema')
      and exists (
        select from pg_catalog.aclexplode(t.relacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
        where a.privilege_type = 'SELECT' and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
      )
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Foreign tables that the API's roles may read."""
    for name, readers in open_to_the_api(catalog, "foreign table"):
        yield Advice(str(name), f"Foreign table {name} is open to {readers} and knows no row-level security.")
