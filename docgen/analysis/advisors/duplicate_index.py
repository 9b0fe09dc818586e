"""Two indexes that answer the same queries cost two writes: the one with fewer columns, or the later twin, can go."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.analysis.indexes import needless
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name, quote

SEVERITY: Severity = "warning"
REMEDY = (
    "DROP INDEX CONCURRENTLY the one that is covered, after a look at pg_stat_user_indexes on every replica; "
    "or the constraint that made it."
)
QUERY = """
    select x.indrelid::regclass as table, x.indexrelid::regclass as index, y.indexrelid::regclass as covered_by
    from pg_catalog.pg_index x
    join pg_catalog.pg_index y on y.indrelid = x.indrelid and y.indexrelid <> x.indexrelid
    where not x.indisunique and x.indpred is null and y.indpred is null and x.indexprs is null and y.indexprs is null
      and (y.indkey::int2[])[0:x.indnkeyatts - 1] = (x.indkey::int2[])[0:x.indnkeyatts - 1]
      and (y.indclass::oid[])[0:x.indnkeyatts - 1] = (x.indclass::oid[])[0:x.indnkeyatts - 1]
      and (y.indoption::int2[])[0:x.indnkeyatts - 1] = (x.indoption::int2[])[0:x.indnkeyatts - 1]
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Indexes whose keys another index begins with; that of a constraint only where another constraint has its twin."""
    for relation in catalog.relations:
        for index, other in needless(relation).items():
            names = [str(Name(relation.schema, name)) for name in (index, other)]
            message = f"Index {names[0]} on {relation.id} answers nothing that {names[1]} does not answer too."
            yield Advice(f"{relation.id}.{quote(index)}", message)
