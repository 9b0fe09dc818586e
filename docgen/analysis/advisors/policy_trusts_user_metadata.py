"""A policy that asks user_metadata asks what every person may write about themselves.

Whoever is signed in can change that part of the token's data; app_metadata is what the server alone writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "error"
REMEDY = "Ask app_metadata, or a table of roles that only administrators write."
QUERY = """
    select schemaname as schema, tablename as table, policyname as policy, qual, with_check
    from pg_catalog.pg_policies
    where concat(qual, ' ', with_check) ~ '(auth[.]jwt[(][)]|request[.]jwt[.]claims).*user_metadata'
    order by 1, 2, 3;
"""
_TRUSTED = re.compile(r"(auth\.jwt\(\)|request\.jwt\.claims).*user_metadata", re.DOTALL)


def check(catalog: Catalog) -> Iterator[Advice]:
    """Policies whose conditions read user_metadata out of the token."""
    for relation in catalog.relations:
        for policy in relation.policies:
            if _TRUSTED.search(policy.using) or _TRUSTED.search(policy.check):
                name = f"{relation.id}.{quote(policy.name)}"
                message = (
                    f"Policy {quote(policy.name)} of {relation.id} trusts user_metadata, which people write themselves."
                )
                yield Advice(name, message)
