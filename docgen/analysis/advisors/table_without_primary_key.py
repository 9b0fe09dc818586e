"""A table without a primary key has rows that cannot be named.

No reference, no logical replication of updates, duplicates unseen.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "warning"
REMEDY = "Add one: ALTER TABLE ... ADD PRIMARY KEY (...), or an identity column if no column tells the rows apart."
QUERY = """
    select n.nspname as schema, t.relname as table
    from pg_catalog.pg_class t
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p') and not t.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_catalog.pg_index x where x.indrelid = t.oid and x.indisprimary)
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables without a primary key; a partition is told by its parent."""
    for relation in catalog.relations:
        if relation.kind not in ("table", "partitioned table") or relation.partition_of:
            continue
        if not any(constraint.kind == "primary key" for constraint in relation.constraints):
            yield Advice(str(relation.id), f"Table {relation.id} has no primary key.")
