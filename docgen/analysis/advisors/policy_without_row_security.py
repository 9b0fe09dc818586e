"""Policies on a table whose row-level security is off do nothing: whoever holds a grant sees and changes every row."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = "ALTER TABLE ... ENABLE ROW LEVEL SECURITY, after a test that the policies let the right rows through."
QUERY = """
    select n.nspname as schema, t.relname as table, count(*) as policies
    from pg_catalog.pg_policy p
    join pg_catalog.pg_class t on t.oid = p.polrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where not t.relrowsecurity
    group by 1, 2
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables whose policies do nothing."""
    for relation in catalog.relations:
        if relation.policies and not relation.row_security:
            count = len(relation.policies)
            policies = "1 policy" if count == 1 else f"{count} policies"
            message = f"Table {relation.id} has {policies}, but its row-level security is off: nothing is checked."
            yield Advice(str(relation.id), message)
