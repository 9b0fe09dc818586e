"""A table without row-level security that the API's roles may reach is open.

Anyone with the public key reads or changes every row.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees, has_api_roles
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = "ALTER TABLE ... ENABLE ROW LEVEL SECURITY and a policy for each way in, or REVOKE the grants."
QUERY = """
    select g.table_schema as schema, g.table_name as table, g.grantee, pg_catalog.string_agg(g.privilege_type, ', ')
    from information_schema.role_table_grants g
    join pg_catalog.pg_namespace n on n.nspname = g.table_schema
    join pg_catalog.pg_class t on t.relnamespace = n.oid and t.relname = g.table_name
    where g.grantee in ('anon', 'authenticated', 'PUBLIC')
      and t.relkind in ('r', 'p') and not t.relrowsecurity
      and n.nspname not in ('pg_catalog', 'information_schema')
    group by 1, 2, 3
    order by 1, 2, 3;
"""
_ROWS = frozenset(("all", "select", "insert", "update", "delete", "truncate"))


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables that the API's roles reach unchecked; none in a database without such roles."""
    if not has_api_roles(catalog):
        return
    for relation in catalog.relations:
        if relation.kind in ("table", "partitioned table") and not relation.row_security:
            grantees = api_grantees(relation.grants, _ROWS)
            if grantees:
                message = f"Table {relation.id} is open to {grantees}: its row-level security is off."
                yield Advice(str(relation.id), message)
