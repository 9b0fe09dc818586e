"""tbls: the schema.json that tbls writes and Liam reads, so that their users can change over in either direction.

Source: spec/tbls.schema.json_schema.json of https://github.com/k1LoW/tbls.
"""

from __future__ import annotations

from typing import Any

import msgspec

from docgen.analysis.edges import Edge, edges
from docgen.model.catalog import Catalog, Routine
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Relation

_TYPES = {
    "table": "BASE TABLE",
    "partitioned table": "BASE TABLE",
    "view": "VIEW",
    "materialized view": "MATERIALIZED VIEW",
    "foreign table": "FOREIGN TABLE",
}


def tbls(catalog: Catalog, title: str) -> str:
    """Relations, foreign keys, routines and enums, indented by two blanks."""
    document = {
        "name": title,
        "desc": "",
        "tables": [_table(one) for one in catalog.relations],
        "relations": [_relation(one) for one in edges(catalog)],
        "functions": [_function(one) for one in catalog.routines],
        "enums": [
            {"name": str(Name(one.schema, one.name)), "values": list(one.labels)}
            for one in catalog.types
            if one.kind == "enum"
        ],
        "driver": {"name": "postgres", "meta": {"current_schema": "public", "search_paths": ["public"]}},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _table(relation: Relation) -> dict[str, Any]:
    name = _name(relation.id)
    used = dict.fromkeys(_name(use.name) for use in relation.uses if use.kind == "relation" and use.via == "view")
    return {
        "name": name,
        "type": _TYPES[relation.kind],
        "comment": relation.comment,
        "columns": [_column(column) for column in relation.columns],
        "indexes": [
            {
                "name": index.name,
                "def": index.definition,
                "table": name,
                "columns": [column for column in index.columns if column],
                "comment": index.comment,
            }
            for index in relation.indexes
        ],
        "constraints": [_constraint(one, name) for one in relation.constraints],
        "triggers": [{"name": one.name, "def": one.definition, "comment": one.comment} for one in relation.triggers],
        "def": _definition(relation),
        "referenced_tables": list(used),
    }


def _definition(relation: Relation) -> str:
    if not relation.definition:
        return ""
    kind = "MATERIALIZED VIEW" if relation.kind == "materialized view" else "VIEW"
    return f"CREATE {kind} {relation.id} AS (\n{relation.definition.rstrip(';')}\n)"


def _column(column: Column) -> dict[str, Any]:
    extra = f"GENERATED ALWAYS AS ({column.default}) {column.generated.upper()}" if column.generated else ""
    if column.identity:
        extra = f"GENERATED {column.identity.upper()} AS IDENTITY"
    return {
        "name": column.name,
        "type": column.type,
        "nullable": not column.not_null,
        "default": None if column.generated else column.default,
        **({"extra_def": extra} if extra else {}),
        "comment": column.comment,
    }


def _constraint(constraint: Constraint, table: str) -> dict[str, Any]:
    reference = constraint.references
    return {
        "name": constraint.name,
        "type": constraint.kind.upper(),
        "def": constraint.definition,
        "table": table,
        "referenced_table": _name(reference.table) if reference else "",
        "columns": list(constraint.columns),
        "referenced_columns": list(reference.columns) if reference else [],
        "comment": constraint.comment,
    }


def _relation(edge: Edge) -> dict[str, Any]:
    reference = edge.constraint.references
    assert reference is not None
    return {
        "table": _name(edge.child),
        "columns": list(edge.constraint.columns),
        "cardinality": "zero_or_one" if edge.single else "zero_or_more",
        "parent_table": _name(edge.parent),
        "parent_columns": list(reference.columns),
        "parent_cardinality": "zero_or_one" if edge.optional else "exactly_one",
        "def": edge.constraint.definition,
        "virtual": False,
    }


def _function(routine: Routine) -> dict[str, Any]:
    return {
        "name": _name(routine.id),
        "return_type": routine.result or "",
        "arguments": routine.signature,
        "type": routine.kind.upper(),
    }


def _name(name: Name) -> str:
    return f"{name.schema}.{name.name}"
