"""A sequence of a smaller type than its column ends early: inserts fail with half of the column's range unused."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name, quote

SEVERITY: Severity = "warning"
REMEDY = "ALTER SEQUENCE ... AS bigint (instant, no rewrite)."
QUERY = """
    select s.seqrelid::regclass as sequence, s.seqtypid::regtype as sequence_type,
           d.refobjid::regclass as table, a.attname as column, a.atttypid::regtype as column_type
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_depend d on d.objid = s.seqrelid and d.classid = 'pg_class'::regclass
      and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    join pg_catalog.pg_type c on c.oid = a.atttypid
    join pg_catalog.pg_type t on t.oid = s.seqtypid
    where t.typlen < c.typlen
    order by 1;
"""
_WIDTH = {"smallint": 2, "integer": 4, "bigint": 8}


def check(catalog: Catalog) -> Iterator[Advice]:
    """Sequences that end before their column does."""
    columns = {relation.id: relation.columns for relation in catalog.relations}
    for sequence in catalog.sequences:
        if sequence.owned_by is None or sequence.type == "bigint":
            continue
        table, owner = sequence.owned_by
        types = [column.type for column in columns.get(table, ()) if column.name == owner]
        if types and _WIDTH.get(sequence.type, 8) < _WIDTH.get(types[0], 0):
            name = str(Name(sequence.schema, sequence.name))
            message = f"Sequence {name} is {sequence.type}, but {table}.{quote(owner)} is {types[0]}."
            yield Advice(name, message)
