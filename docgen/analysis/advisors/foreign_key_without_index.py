"""A foreign key without an index on its columns.

Each delete or key change in the referenced table reads the whole table.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.analysis.indexes import finds
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "info"
REMEDY = (
    "CREATE INDEX CONCURRENTLY on the columns of the key, unless the referenced rows are never deleted and "
    "never change."
)
QUERY = r"""
    select c.conrelid::regclass as table, c.conname as constraint, pg_catalog.pg_get_constraintdef(c.oid)
    from pg_catalog.pg_constraint c
    where c.contype = 'f' and c.conparentid = 0
      and not exists (
        select from pg_catalog.pg_index x
        where x.indrelid = c.conrelid and x.indisvalid
          and coalesce(pg_catalog.pg_get_expr(x.indpred, x.indrelid), '(x IS NOT NULL)') ~ '^[(]\w+ IS NOT NULL[)]$'
          and (x.indkey::int2[])[0:pg_catalog.cardinality(c.conkey) - 1] @> c.conkey
      )
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Foreign keys whose columns lead no valid index, in any order."""
    for relation in catalog.relations:
        for constraint in relation.constraints:
            if constraint.kind != "foreign key" or constraint.inherited or finds(relation, constraint.columns):
                continue
            columns = ", ".join(map(quote, constraint.columns))
            yield Advice(
                f"{relation.id}.{quote(constraint.name)}",
                f"Foreign key {quote(constraint.name)} of {relation.id} ({columns}) has no index.",
            )
