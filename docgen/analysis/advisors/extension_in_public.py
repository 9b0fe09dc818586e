"""An extension in the schema public mixes its functions with yours, and an API on public offers them to its callers."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "info"
REMEDY = (
    "CREATE SCHEMA IF NOT EXISTS extensions, then ALTER EXTENSION ... SET SCHEMA extensions, where it can be moved."
)
QUERY = """
    select e.extname as extension, e.extversion as version
    from pg_catalog.pg_extension e
    where e.extnamespace = 'public'::regnamespace
    order by 1;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Extensions in the schema public."""
    for extension in catalog.extensions:
        if extension.schema == "public":
            yield Advice(quote(extension.name), f"Extension {quote(extension.name)} lives in the schema public.")
