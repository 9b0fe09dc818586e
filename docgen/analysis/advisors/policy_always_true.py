"""A policy that is always true for INSERT, UPDATE or DELETE lets its roles write any row.

It is as if the table had no row-level security.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote
from docgen.model.relation import Policy

SEVERITY: Severity = "warning"
REMEDY = (
    "Name the rows that the role may write: using (owner_id = (select auth.uid())), or grant the role "
    "BYPASSRLS if it is a service."
)
QUERY = """
    select schemaname as schema, tablename as table, policyname as policy, cmd, roles, qual, with_check
    from pg_catalog.pg_policies
    where permissive = 'PERMISSIVE' and cmd <> 'SELECT'
      and (with_check in ('true', '(1 = 1)') or qual in ('true', '(1 = 1)'))
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Permissive policies that let their roles write every row."""
    for relation in catalog.relations:
        for policy in relation.policies:
            if policy.permissive and policy.command != "select" and _lets_all(policy):
                roles = ", ".join(policy.roles)
                verb = "write" if policy.command == "all" else policy.command
                name = f"{relation.id}.{quote(policy.name)}"
                yield Advice(name, f"Policy {quote(policy.name)} lets {roles} {verb} every row of {relation.id}.")


def _lets_all(policy: Policy) -> bool:
    """Whether one of its conditions holds for every row; a policy without a condition lets nothing through."""
    conditions = {text.strip("() ").replace(" ", "").lower() for text in (policy.using, policy.check) if text}
    return not conditions.isdisjoint(("true", "1=1"))
