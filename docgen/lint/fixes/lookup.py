"""Lookup: conditions in SQL that say of one object, in its relation and schema, whether it is there."""

from __future__ import annotations

from docgen.model import name as names
from docgen.sql.statement import Action


def literal(text: str) -> str:
    """The text as a string constant."""
    return "'" + text.replace("'", "''") + "'"


def named(schema: str, name: str) -> str:
    """A dotted name as a string constant that reg* types read."""
    return literal(f"{names.quote(schema)}.{names.quote(name)}" if schema else names.quote(name))


def type_named(schema: str, name: str) -> str:
    """A type's name as a string constant: quoted, for regtype's own grammar has words that are no names."""
    parts = [part.replace('"', '""') for part in (schema, name) if part]
    return literal(".".join(f'"{part}"' for part in parts))


def exists(catalog: str, *tests: str) -> str:
    """A row of the catalog for which all tests hold."""
    return f"EXISTS (SELECT FROM {catalog} WHERE {' AND '.join(tests)})"


def field(name: str, catalog: str, *tests: str) -> str:
    """One field of the row of the catalog for which all tests hold."""
    return " ".join(("(SELECT", name, "FROM", catalog, "WHERE", " AND ".join(tests) + ")"))


def constraint(action: Action) -> str:
    """The constraint that the action adds: by name and table, a primary key by its table alone."""
    owner = named(action.relation_schema, action.relation)
    if action.kind == "domain constraint":
        typed = type_named(action.relation_schema, action.relation)
        return exists("pg_constraint", f"conname = {literal(action.name)}", f"contypid = {typed}::regtype")
    relation = f"conrelid = to_regclass({owner})" if action.relation_guarded else f"conrelid = {owner}::regclass"
    test = "contype = 'p'" if action.detail == "primary key" else f"conname = {literal(action.name)}"
    return exists("pg_constraint", test, relation)


def column(action: Action, name: str) -> str:
    """The column or attribute ``name`` of the action's relation."""
    relation = f"attrelid = to_regclass({named(action.relation_schema, action.relation)})"
    return exists("pg_attribute", relation, f"attname = {literal(name)}", "NOT attisdropped")


# Parts of a relation: catalog, its column for the relation, that for the name.
_PARTS = {
    "trigger": ("pg_trigger", "tgrelid", "tgname"),
    "policy": ("pg_policy", "polrelid", "polname"),
    "rule": ("pg_rewrite", "ev_class", "rulename"),
    "constraint": ("pg_constraint", "conrelid", "conname"),
}
# Objects whose name is theirs alone in the database or cluster.
_SINGLE = {
    "schema": ("pg_namespace", "nspname"),
    "role": ("pg_roles", "rolname"),
    "publication": ("pg_publication", "pubname"),
    "event trigger": ("pg_event_trigger", "evtname"),
    "foreign data wrapper": ("pg_foreign_data_wrapper", "fdwname"),
    "server": ("pg_foreign_server", "srvname"),
    "language": ("pg_language", "lanname"),
}
_RELATIONS = {"table", "foreign table", "view", "materialized view", "sequence", "index"}


def part(action: Action, name: str) -> str | None:
    """The object ``name`` of the action's kind, where the kind hangs on a relation or type or has plain names."""
    kind = action.kind
    if kind in ("column", "attribute"):
        return column(action, name)
    if kind in _PARTS:
        catalog, owner, called = _PARTS[kind]
        relation = named(action.relation_schema, action.relation)
        return exists(catalog, f"{called} = {literal(name)}", f"{owner} = to_regclass({relation})")
    typed = type_named(action.relation_schema, action.relation)
    if kind == "enum value":
        return exists("pg_enum", f"enumlabel = {literal(name)}", f"enumtypid = to_regtype({typed})")
    if kind == "domain constraint":
        return exists("pg_constraint", f"conname = {literal(name)}", f"contypid = to_regtype({typed})")
    if kind in _SINGLE:
        catalog, called = _SINGLE[kind]
        return exists(catalog, f"{called} = {literal(name)}")
    return None


def renamable(action: Action, arguments: str | None) -> tuple[str, str] | None:
    """The conditions under which a rename or SET SCHEMA has work to do: the old name is there, the new one is not."""
    moved = action.verb == "set schema"
    old_part = part(action, action.name)
    if old_part is not None and not moved:
        return old_part, f"NOT {part(action, action.new_name)}"
    if action.kind in _RELATIONS:
        old, new = named(action.schema, action.name), named(action.schema, action.new_name)
        there = f"to_regclass({old}) IS NOT NULL"
        if moved:
            return there, f"to_regclass({named(action.new_name, action.name)}) IS NULL"
        if action.schema:
            return there, f"to_regclass({new}) IS NULL"
        home = field("relnamespace", "pg_class", f"oid = to_regclass({old})")
        return there, f"NOT {exists('pg_class', f'relname = {literal(action.new_name)}', f'relnamespace = {home}')}"
    if action.kind in ("type", "domain"):
        old = type_named(action.schema, action.name)
        there = f"to_regtype({old}) IS NOT NULL"
        if moved:
            return there, f"to_regtype({type_named(action.new_name, action.name)}) IS NULL"
        home = field("typnamespace", "pg_type", f"oid = to_regtype({old})")
        return there, f"NOT {exists('pg_type', f'typname = {literal(action.new_name)}', f'typnamespace = {home}')}"
    if action.kind in ("function", "procedure", "aggregate", "routine") and arguments is not None:
        schema, name = (action.new_name, action.name) if moved else (action.schema, action.new_name)
        old, new = named(action.schema, action.name), named(schema, name)
        there = f"to_regprocedure({old[:-1]}({arguments})') IS NOT NULL"
        return there, f"to_regprocedure({new[:-1]}({arguments})') IS NULL"
    return None
