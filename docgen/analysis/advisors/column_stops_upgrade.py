"""A column that holds the number of a database object stops pg_upgrade: the numbers are others afterwards.

regclass, regrole and regtype are carried over; the other types of this family are not.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = "ALTER TABLE ... ALTER COLUMN ... TYPE text, and cast it where it is used."
QUERY = """
    select n.nspname as schema, t.relname as table, a.attname as column, a.atttypid::regtype as type
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class t on t.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p', 'm') and not a.attisdropped
      and a.atttypid = any (
        '{regcollation,regconfig,regdictionary,regnamespace,regoper,regoperator,regproc,regprocedure}'::regtype[]
      )
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3;
"""
_TYPES = frozenset((
    "regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure",
))  # fmt: skip


def check(catalog: Catalog) -> Iterator[Advice]:
    """Stored columns of those types, arrays included."""
    for relation in catalog.relations:
        if relation.kind in ("table", "partitioned table", "materialized view"):
            for column in relation.columns:
                if column.type.removesuffix("[]") in _TYPES:
                    name = f"{relation.id}.{quote(column.name)}"
                    yield Advice(name, f"Column {name} is {column.type}: pg_upgrade refuses the database.")
