"""With pg_graphql, whatever the API's roles may read is in the published schema of the API, by name.

Row-level security keeps the rows; the names of tables and columns are told to anyone who asks. Asked for by name alone:
most tables of such a project are there on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

OPT_IN = True
SEVERITY: Severity = "info"
REMEDY = "REVOKE SELECT from anon where strangers need not know of it; or drop pg_graphql if nobody speaks GraphQL."
QUERY = """
    select n.nspname as schema, t.relname as relation
    from pg_catalog.pg_class t
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
      and exists (
        select from pg_catalog.aclexplode(t.relacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
        where a.privilege_type = 'SELECT' and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
      )
    order by 1, 2;
"""
_READ = frozenset(("all", "select"))


def check(catalog: Catalog) -> Iterator[Advice]:
    """Relations that the API's roles may read, wholly or by column, where pg_graphql is installed."""
    if not any(extension.name == "pg_graphql" for extension in catalog.extensions):
        return
    for relation in catalog.relations:
        grants = (*relation.grants, *(grant for column in relation.columns for grant in column.grants))
        grantees = api_grantees(grants, _READ)
        if grantees:
            yield Advice(
                str(relation.id), f"{relation.kind.capitalize()} {relation.id} is in the GraphQL schema of {grantees}."
            )
