"""A constraint that is NOT VALID holds for new rows only: old rows may break it, and the planner does not trust it."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = "Mend the rows that break it, then ALTER TABLE ... VALIDATE CONSTRAINT ...; this does not block writes."
QUERY = """
    select n.nspname as schema, t.relname as table, c.conname as constraint, pg_catalog.pg_get_constraintdef(c.oid)
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class t on t.oid = c.conrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where not c.convalidated
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Constraints and NOT NULLs that old rows may break."""
    for relation in catalog.relations:
        for constraint in relation.constraints:
            if not constraint.validated and constraint.enforced and not constraint.inherited:
                name = f"{relation.id}.{quote(constraint.name)}"
                yield Advice(
                    name, f"Constraint {quote(constraint.name)} of {relation.id} was never checked for old rows."
                )
        for column in relation.columns:
            if column.not_null and not column.not_null_validated and not column.inherited:
                name = f"{relation.id}.{quote(column.name)}"
                yield Advice(name, f"NOT NULL of {name} was never checked for old rows.")
