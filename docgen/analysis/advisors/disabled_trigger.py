"""A disabled trigger does not fire: what it should keep up to date or forbid is not kept or forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import quote

SEVERITY: Severity = "warning"
REMEDY = "ALTER TABLE ... ENABLE TRIGGER ..., after a look at the rows that it missed; or drop it."
QUERY = """
    select n.nspname as schema, t.relname as table, g.tgname as trigger
    from pg_catalog.pg_trigger g
    join pg_catalog.pg_class t on t.oid = g.tgrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where g.tgenabled = 'D' and not g.tgisinternal
    order by 1, 2, 3;
"""


def check(catalog: Catalog) -> Iterator[Advice]:
    """Triggers of tables and events that do not fire."""
    for relation in catalog.relations:
        for trigger in relation.triggers:
            if trigger.enabled == "disabled":
                name = f"{relation.id}.{quote(trigger.name)}"
                yield Advice(name, f"Trigger {quote(trigger.name)} of {relation.id} is disabled and does not fire.")
    for event in catalog.event_triggers:
        if event.enabled == "disabled":
            yield Advice(quote(event.name), f"Event trigger {quote(event.name)} is disabled and does not fire.")
