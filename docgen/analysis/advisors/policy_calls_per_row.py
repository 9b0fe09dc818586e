"""A policy that calls auth.uid() or current_setting() bare calls it for every row.

Inside a sub-select it is called once for the whole query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "info"
REMEDY = "Write (select auth.uid()) instead of auth.uid() in the policy."
QUERY = """
    select schemaname as schema, tablename as table, policyname as policy, qual, with_check
    from pg_catalog.pg_policies
    where concat(qual, ' ', with_check) ~ '(auth[.](uid|jwt|role|email)|current_setting)[(]'
      and concat(qual, ' ', with_check) !~* 'select (auth[.](uid|jwt|role|email)|current_setting)[(]'
    order by 1, 2, 3;
"""
_CALL = re.compile(r"(?<!SELECT )\b(?:auth\.(?:uid|jwt|role|email)|current_setting)\(", re.IGNORECASE)


def check(catalog: Catalog) -> Iterator[Advice]:
    """Policies whose session functions are not in a sub-select."""
    for relation in catalog.relations:
        for policy in relation.policies:
            if _CALL.search(policy.using) or _CALL.search(policy.check):
                name = f"{relation.id}.{quote(policy.name)}"
                yield Advice(
                    name, f"Policy {quote(policy.name)} of {relation.id} calls a session function for every row."
                )
