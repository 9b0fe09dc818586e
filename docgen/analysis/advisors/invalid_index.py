"""An index that is not valid costs every write and serves no query: a CREATE INDEX CONCURRENTLY failed half way."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name, quote

SEVERITY: Severity = "error"
REMEDY = (
    "Find out why it failed (often a duplicate value), then REINDEX INDEX CONCURRENTLY it, or drop it and "
    "create it again."
)
QUERY = """
    select n.nspname as schema, t.relname as table, i.relname as index
    from pg_catalog.pg_index x
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    join pg_catalog.pg_class t on t.oid = x.indrelid
    join pg_catalog.pg_namespace n on n.oid = i.relnamespace
    where not x.indisvalid and i.relkind = 'i'
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Indexes that no query uses."""
    for relation in catalog.relations:
        for index in relation.indexes:
            if not index.valid and relation.kind != "partitioned table":
                name = str(Name(relation.schema, index.name))
                message = f"Index {name} on {relation.id} is not valid: no query uses it."
                yield Advice(f"{relation.id}.{quote(index.name)}", message)
