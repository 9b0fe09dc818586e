"""A materialized view has no row-level security: every role that may select from it sees all of it."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, open_to_the_api
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "warning"
REMEDY = "REVOKE the grants, and let a function or a security_invoker view show the rows that the caller may see."
QUERY = """
    select n.nspname as schema, m.relname as materialized_view
    from pg_catalog.pg_class m
    join pg_catalog.pg_namespace n on n.oid = m.relnamespace
    where m.relkind = 'm' and exists (
      select from pg_catalog.aclexplode(m.relacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
      where a.privilege_type = 'SELECT' and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
    )
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Materialized views that the API's roles read."""
    for name, readers in open_to_the_api(catalog, "materialized view"):
        yield Advice(str(name), f"Materialized view {name} is open to {readers}, every row of it.")
