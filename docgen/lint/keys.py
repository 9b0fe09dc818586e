"""Keys: which object an action means, as one tuple whatever the statement that names it."""

from __future__ import annotations

from docgen.sql.statement import Action

Key = tuple[str, ...]

RELATIONS = frozenset({"table", "foreign table", "view", "materialized view", "sequence", "index"})
ROUTINES = frozenset({"function", "procedure", "aggregate", "routine"})
TYPES = frozenset({"type", "domain"})
ON_RELATION = frozenset({"column", "attribute", "constraint", "trigger", "policy", "rule"})
ON_TYPE = frozenset({"enum value", "domain constraint"})
_ON_OTHERS = ON_RELATION | ON_TYPE
_IN_SCHEMA = frozenset({"collation", "conversion", "operator", "operator class", "operator family", "statistics"})
_LONGEST_NAME = 63
_SUFFIXES = {"unique": "key", "foreign key": "fkey", "check": "check", "exclude": "excl", "not null": "not_null"}


def key_of(action: Action, path: str) -> Key:
    """The key of the object that an action creates, changes or drops; ``path`` is the schema of unqualified names."""
    kind = action.kind
    if kind in _ON_OTHERS:
        return (kind, action.relation_schema or path, action.relation, action.name or object_name(action))
    schema = action.schema
    if schema == "" or schema == "pg_temp":
        schema = path
    if kind in RELATIONS:
        return ("relation", schema, action.name or object_name(action))
    if kind in TYPES:
        return ("type", schema, action.name)
    if kind in ROUTINES:
        return ("function", schema, action.name, _arguments(action.detail))
    if kind == "publication table":
        return (kind, action.relation, schema, action.name)
    if kind in _IN_SCHEMA or (kind.startswith("text search") and not action.relation):
        return (kind, schema, action.name)
    return (kind, action.relation, action.name)


def relation_key(schema: str, name: str, path: str) -> Key:
    """The key of a relation as written."""
    # A temporary table is written without a schema, or with that of the session.
    return ("relation", path if schema in ("", "pg_temp") else schema, name)


def object_name(action: Action) -> str:
    """The object's name, or the one that PostgreSQL gives to an unnamed constraint or index."""
    if action.name or action.kind not in ("constraint", "index"):
        return action.name
    if action.kind == "index":
        columns = "_".join(column or "expr" for column in action.columns)
        return f"{action.relation}_{columns}_idx"[:_LONGEST_NAME]
    if action.target and action.detail in ("primary key", "unique"):  # USING INDEX
        return action.target
    if action.detail == "primary key":
        return f"{action.relation}_pkey"
    columns = "_".join(action.columns) if action.detail != "check" or len(action.columns) == 1 else ""
    suffix = _SUFFIXES.get(action.detail, "key")
    return "_".join(part for part in (action.relation, columns, suffix) if part)[:_LONGEST_NAME]


def label(action: Action) -> str:
    """The object for readers: public.orders, orders.vat, "orders_total_check on orders"."""
    if action.kind == "row":
        return ".".join(part for part in (action.relation_schema, action.relation) if part)
    if action.kind in ("column", "attribute", "enum value"):
        return ".".join(part for part in (action.relation_schema, action.relation, action.name) if part)
    return ".".join(part for part in (action.schema, action.name) if part) or label_of_unnamed(action)


def label_of_unnamed(action: Action) -> str:
    """What an object without a name hangs on."""
    return ".".join(part for part in (action.relation_schema, action.relation) if part)


def _arguments(detail: str) -> str:
    if "public." not in detail:
        return detail
    return ", ".join(part.removeprefix("public.") for part in detail.split(", "))
