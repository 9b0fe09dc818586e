"""A foreign key to a unique column of the schema auth other than the primary key binds to what the platform may change.

Its updates drop and create such indexes; a key of yours that rests on one stops them.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = "Refer to the primary key, auth.users (id), and keep the other value in a column of your own."
QUERY = """
    select c.conrelid::regclass as table, c.conname as constraint, pg_catalog.pg_get_constraintdef(c.oid)
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class t on t.oid = c.confrelid
    join pg_catalog.pg_index x on x.indexrelid = c.conindid
    where c.contype = 'f' and t.relnamespace::regnamespace::text = 'auth' and not x.indisprimary
    order by 1, 2;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Foreign keys to columns of auth other than id: its tables are keyed by that."""
    for relation in catalog.relations:
        for constraint in relation.constraints:
            reference = constraint.references
            if (
                reference
                and reference.table.schema == "auth"
                and reference.columns != ("id",)
                and not constraint.inherited
            ):
                columns = ", ".join(quote(column) for column in reference.columns)
                name = f"{relation.id}.{quote(constraint.name)}"
                message = (
                    f"Foreign key {quote(constraint.name)} of {relation.id} rests on {reference.table} ({columns})."
                )
                yield Advice(name, message)
