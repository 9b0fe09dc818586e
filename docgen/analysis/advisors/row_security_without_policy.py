"""Row-level security without a policy shows no row to anyone but the owner and roles that bypass it."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "info"
REMEDY = "If that is meant, say so in a comment on the table; else create the policy that is missing."
QUERY = """
    select n.nspname as schema, t.relname as table
    from pg_catalog.pg_class t
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relrowsecurity
      and not exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid)
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables that show their rows to nobody but the owner."""
    for relation in catalog.relations:
        if relation.row_security and not relation.policies:
            message = f"Table {relation.id} has row-level security and no policy: only its owner sees rows."
            yield Advice(str(relation.id), message)
