"""A constraint that is NOT ENFORCED is a comment: PostgreSQL 18 checks it for no row."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = (
    "Enforce it (ALTER TABLE ... ALTER CONSTRAINT ... ENFORCED for a foreign key, else create it again), or drop it."
)
QUERY = """
    -- PostgreSQL 18 and later
    select n.nspname as schema, t.relname as table, c.conname as constraint, pg_catalog.pg_get_constraintdef(c.oid)
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class t on t.oid = c.conrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where not c.conenforced
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Constraints that no row is checked for."""
    for relation in catalog.relations:
        for constraint in relation.constraints:
            if not constraint.enforced and not constraint.inherited:
                name = f"{relation.id}.{quote(constraint.name)}"
                yield Advice(name, f"Constraint {quote(constraint.name)} of {relation.id} is not enforced for any row.")
