"""A timestamp without time zone is a clock on some wall: two of them cannot be compared when the walls differ.

Money and audit trails want the moment. Asked for by name alone: opening hours and the like are meant so.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

OPT_IN = True
SEVERITY: Severity = "info"
REMEDY = "ALTER TABLE ... ALTER COLUMN ... TYPE timestamptz USING ... AT TIME ZONE 'UTC', with the zone that was meant."
QUERY = """
    select n.nspname as schema, t.relname as table, a.attname as column
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class t on t.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p') and not t.relispartition and not a.attisdropped
      and a.atttypid = 'timestamp'::regtype and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Columns of tables; a partition is told by its parent."""
    for relation in catalog.relations:
        if relation.kind in ("table", "partitioned table") and not relation.partition_of:
            for column in relation.columns:
                bare = column.type.startswith("timestamp") and column.type.endswith("without time zone")
                if bare:
                    name = f"{relation.id}.{quote(column.name)}"
                    yield Advice(name, f"Column {name} is a timestamp without time zone.")
