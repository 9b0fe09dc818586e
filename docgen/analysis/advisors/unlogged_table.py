"""An unlogged table is empty after a crash, and on every replica."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "warning"
REMEDY = "ALTER TABLE ... SET LOGGED, unless its rows can be made again at any time."
QUERY = """
    select n.nspname as schema, t.relname as table
    from pg_catalog.pg_class t
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relpersistence = 'u' and t.relkind in ('r', 'p')
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables that a crash empties."""
    for relation in catalog.relations:
        if relation.persistence == "unlogged":
            yield Advice(str(relation.id), f"Table {relation.id} is unlogged: a crash empties it.")
