"""API: what PostgREST, and Supabase with it, shows of a database to each role that it acts as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docgen.analysis.access.effective import Access
from docgen.analysis.access.privileges import COMMANDS
from docgen.model.catalog import Catalog, Routine
from docgen.model.relation import Relation

# A verdict with which a statement ends in an error or never touches a row.
CLOSED = frozenset(("none", "schema", "refused", "read only", "nothing"))
_TRIGGERS = frozenset(("trigger", "event_trigger"))


class Exposure(NamedTuple):
    """What one role reaches through the API: relations to read and to write, functions to call (RPC)."""

    role: str
    reads: tuple[Relation, ...]
    writes: tuple[Relation, ...]
    calls: tuple[Routine, ...]


def exposures(catalog: Catalog, access: Access, schemas: Sequence[str], roles: Sequence[str]) -> tuple[Exposure, ...]:
    """One for each of the ``roles`` that the database has, in their order, over the exposed ``schemas``."""
    known = {role.name for role in catalog.roles}
    return tuple(_exposure(catalog, access, frozenset(schemas), role) for role in roles if role in known)


def _exposure(catalog: Catalog, access: Access, schemas: frozenset[str], role: str) -> Exposure:
    reads, writes = list[Relation](), list[Relation]()
    for relation in catalog.relations:
        if relation.schema not in schemas or relation.partition_of:
            continue
        opened = {command for command in COMMANDS if access.verdict(role, relation, command).reach not in CLOSED}
        if "select" in opened:
            reads.append(relation)
        if opened - {"select"}:
            writes.append(relation)
    calls = [
        one
        for one in catalog.routines
        if one.schema in schemas and callable_through_api(one) and access.calls(role, one)
    ]
    return Exposure(role, tuple(reads), tuple(writes), tuple(calls))


def callable_through_api(routine: Routine) -> bool:
    """Whether PostgREST offers the routine at all: functions that no trigger alone may call."""
    return routine.kind == "function" and routine.result not in _TRIGGERS
